// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.IOException;
import java.util.Optional;
import org.skerry.shell.internal.command.SettingException;

/** A change of a {@code .cfg} file that was made, and can be taken back. */
final class CfgChange {

    private final CfgFile file;
    private final Optional<CfgText> before;
    private final Optional<CfgText> after;

    private CfgChange(CfgFile file, Optional<CfgText> before, Optional<CfgText> after) {
        this.file = file;
        this.before = before;
        this.after = after;
    }

    /**
     * Changes a file. There is no need of one to say that nothing is set.
     *
     * @param file which
     * @param target the key
     * @param value what it is to be; empty to take it out
     * @return what was done
     * @throws IOException if the file cannot be read or written; then it is as it was
     * @throws SettingException if it cannot be changed line by line
     */
    static CfgChange make(CfgFile file, Target target, Optional<String> value) throws IOException, SettingException {
        try {
            Optional<CfgText> before = file.find();
            CfgText text = before.isPresent() ? before.get() : CfgText.parse("");
            CfgText next = value.isPresent() ? text.with(target.key(), value.get()) : text.without(target.key());
            if (same(text, next)) {
                return new CfgChange(file, before, before);
            }
            file.write(next);
            return new CfgChange(file, before, Optional.of(next));
        } catch (SettingException e) {
            throw SettingException.failed("etc/" + target.pid().file() + ": " + target.key() + ": " + e.getMessage());
        }
    }

    private static boolean same(CfgText one, CfgText other) {
        return one.toString().equals(other.toString());
    }

    /** Puts back what the file was, unless someone has changed it since. */
    void takeBack() throws IOException, SettingException {
        Optional<CfgText> now = file.find();
        if (now.isEmpty() || after.isEmpty() || !same(now.get(), after.get())) {
            return;
        }
        if (before.isPresent()) {
            file.write(before.get());
        } else {
            file.delete();
        }
    }
}
