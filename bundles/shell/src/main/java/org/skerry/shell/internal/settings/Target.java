// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.skerry.shell.internal.check.Definition;
import org.skerry.shell.internal.check.Schema;
import org.skerry.shell.internal.command.SettingException;
import org.skerry.shell.internal.command.SettingNames;
import org.skerry.shell.internal.command.Settings.Change;
import org.skerry.shell.internal.command.Settings.Effect;

/**
 * A key that is to be changed, and what the metatype says of it.
 *
 * @param pid whose it is
 * @param key its name
 * @param schema of the PID
 */
record Target(Pid pid, String key, Schema schema) {

    private static final String NAMES = "[A-Za-z0-9_][A-Za-z0-9._-]*";

    /**
     * Looks it up.
     *
     * @param name of the PID, or of an instance of a factory
     * @param key which
     * @param schemas by PID
     * @throws SettingException if there is none of that name
     */
    static Target of(String name, String key, Map<String, Schema> schemas) throws SettingException {
        Pid pid = Pid.parse(name);
        Schema schema = known(pid, schemas);
        if (!schema.factory() && pid.instance().isPresent()) {
            throw SettingException.senseless(pid.type() + " is one of a kind; leave out -"
                    + pid.instance().get());
        }
        if (schema.factory() && pid.instance().isEmpty()) {
            throw SettingException.senseless(
                    name + " may be there several times; say which, as in " + name + "-default");
        }
        if (!schema.keys().containsKey(key)) {
            throw SettingException.senseless(
                    SettingNames.noKey(pid.toString(), key, schema.keys().keySet()));
        }
        return new Target(pid, key, schema);
    }

    /** {@return what is known of a PID whose name can be that of a file} */
    static Schema known(Pid pid, Map<String, Schema> schemas) throws SettingException {
        Schema schema = schemas.get(pid.type());
        if (schema == null) {
            throw SettingException.senseless(SettingNames.noPid(pid.type(), schemas.keySet()));
        }
        if (!pid.instance().orElse("_").matches(NAMES)) {
            throw SettingException.senseless("the name of an instance has letters, digits and ._- only: " + pid);
        }
        return schema;
    }

    Schema.Key described() {
        Schema.Key found = schema.keys().get(key);
        if (found == null) {
            throw new IllegalStateException(key);
        }
        return found;
    }

    Definition definition() {
        return described().definition();
    }

    boolean atStart() {
        return described().atStart();
    }

    /** Refuses what the key cannot hold. */
    void require(String value) throws SettingException {
        Optional<String> complaint = definition().complaint(value);
        if (complaint.isPresent()) {
            throw SettingException.senseless(pid + ": " + key + ": " + complaint.get());
        }
    }

    /** With another mistake in the file all of what was set before stays in force, so this change would not count. */
    void requireNoOtherMistake(Map<String, Object> values) throws SettingException {
        for (String other : new TreeSet<>(schema.keys().keySet())) {
            Schema.Key known = schema.keys().get(other);
            if (known != null && values.get(other) instanceof String text) {
                Optional<String> complaint = known.definition().complaint(text);
                if (complaint.isPresent()) {
                    throw SettingException.failed("etc/" + pid.file() + ": " + other + ": " + complaint.get()
                            + "; mend that before you change " + key);
                }
            }
        }
    }

    SettingException refused(Optional<String> value, String reason) {
        String what = value.map(it -> "'" + it + "'").orElse("the default");
        return SettingException.failed(
                pid + ": " + key + ": " + what + " is refused (" + reason + "); what was set before stays in force");
    }

    SettingException late(Duration patience) {
        return SettingException.failed(pid + ": " + key + ": not taken up within " + patience.toSeconds()
                + " s, so it is as it was; see the log");
    }

    /** {@return values that are set, with another one for this key, or without one} */
    Map<String, Object> changed(Optional<Map<String, Object>> old, Optional<String> value) {
        Map<String, Object> out = new TreeMap<>(old.orElse(Map.of()));
        out.remove(key);
        value.ifPresent(it -> out.put(key, it));
        return out;
    }

    /** {@return what to say of the change, to a value or to the default} */
    Change told(String before, Optional<String> value, Effect effect) {
        return new Change(
                pid.toString(),
                key,
                before,
                Listing.shown(definition(), value.orElse(described().fallback())),
                "etc/" + pid.file(),
                effect);
    }
}
