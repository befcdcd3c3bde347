// SPDX-License-Identifier: Apache-2.0
package com.example.skerry.sharedfolder;

import java.lang.annotation.Annotation;
import java.nio.file.Path;

/** A configuration as Declarative Services would give it. */
record Settings(String directory, long poll_ms, long keep_ms, String skerry_signaling_scope)
        implements SharedFolderConfiguration {

    /** Looks every few milliseconds. */
    static Settings of(Path directory) {
        return new Settings(directory.toString(), 5, 60_000, "lan");
    }

    /** The same, but with files that stay for that long only. */
    Settings keep(long millis) {
        return new Settings(directory, poll_ms, millis, skerry_signaling_scope);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return SharedFolderConfiguration.class;
    }
}
