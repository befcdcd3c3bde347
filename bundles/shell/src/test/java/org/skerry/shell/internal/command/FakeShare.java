// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.skerry.api.ContentLink;
import org.skerry.api.Manifest;
import org.skerry.api.Share;

/** A share that remembers whether it was closed. */
public record FakeShare(ContentLink link, List<Path> paths, AtomicBoolean closed) implements Share {

    @Override
    public Manifest manifest() {
        return new Manifest(link.root(), 1, 10, 100);
    }

    @Override
    public long files() {
        return 3;
    }

    @Override
    public long fileBytes() {
        return 90;
    }

    @Override
    public String note() {
        return "";
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
