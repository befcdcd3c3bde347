// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(name = "Skerry file store", description = "Keeps chunks on disk, one file for each.")
@interface FileStoreConfiguration {

    @AttributeDefinition(
            name = "Directory",
            description =
                    "Where the chunks are; below the node's home folder unless absolute. One store only can use it.")
    String directory() default "store";

    @AttributeDefinition(
            name = "Sync",
            description = "Whether a chunk is on the disk itself before it counts as kept, and so survives a power cut;"
                    + " otherwise it survives the end of the process.")
    boolean sync() default false;

    @AttributeDefinition(name = "Threads", description = "That read and write.", min = "1", max = "64")
    int threads() default 2;

    @AttributeDefinition(
            name = "Waiting calls",
            description = "So many calls wait for a thread at most, later ones fail.",
            min = "1",
            max = "65536")
    int max_queued() default 8192;

    @AttributeDefinition(name = "Ranking", description = "Chunks are written to the store of the highest ranking.")
    int service_ranking() default 100;
}
