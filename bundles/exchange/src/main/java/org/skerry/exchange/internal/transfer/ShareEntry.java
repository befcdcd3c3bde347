// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ContentLink;
import org.skerry.api.Manifest;
import org.skerry.api.Share;
import org.skerry.spi.content.SharedContent;

/** A share. What it says of itself stays true while {@code content} is being replaced; only then it has no content. */
final class ShareEntry implements Share {

    private static final int MOST_TROUBLES = 20;

    private final Shares shares;
    private final ContentLink link;
    private final List<Path> paths;
    private final Manifest manifest;
    private final long files;
    private final long fileBytes;
    private final Set<String> troubles = new LinkedHashSet<>();
    private volatile String note = "";
    private @Nullable SharedContent content;

    ShareEntry(Shares shares, SharedContent content) {
        this.shares = shares;
        this.link = content.link();
        this.paths = List.copyOf(content.paths());
        this.manifest = content.manifest();
        this.files = content.files();
        this.fileBytes = content.fileBytes();
    }

    @Override
    public ContentLink link() {
        return link;
    }

    @Override
    public List<Path> paths() {
        return paths;
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public long files() {
        return files;
    }

    @Override
    public long fileBytes() {
        return fileBytes;
    }

    @Override
    public String note() {
        return note;
    }

    @Override
    public void close() {
        shares.close(this);
    }

    /** {@return where it is read from now; on the loop} */
    Optional<SharedContent> content() {
        return Optional.ofNullable(content);
    }

    /**
     * A file of it cannot be served; on the loop.
     *
     * @param what one line that names the file
     * @return whether that is new; no more than 20 files are told apart
     */
    boolean trouble(String what) {
        if (troubles.size() == MOST_TROUBLES || !troubles.add(what)) {
            return false;
        }
        int others = troubles.size() - 1;
        String more = others == 0
                ? ""
                : ", and " + others + (others + 1 == MOST_TROUBLES ? " or more" : "")
                        + (others == 1 ? " other" : " others");
        note = troubles.iterator().next() + more + ": share again for a new link";
        return true;
    }

    /** It has been read in again, and is as it was; on the loop. */
    void noTrouble() {
        troubles.clear();
        note = "";
    }

    /** It is read from there now; on the loop. */
    void content(@Nullable SharedContent now) {
        content = now;
    }

    @Override
    public String toString() {
        return link.root().shortText();
    }
}
