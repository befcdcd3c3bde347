// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of the configuration {@code org.skerry.content}. */
@ObjectClassDefinition(
        id = ContentComponent.PID,
        name = "Skerry content",
        description = "Reading folders in and writing them out")
@interface ContentConfiguration {

    /** {@return where the state is} */
    @AttributeDefinition(description = "Folder of the state of shares and fetches, relative to the node's home")
    String directory() default "state/content";

    /** {@return threads for chunks} */
    @AttributeDefinition(
            description = "Threads that hash, encrypt and write chunks; 0 for one per processor, at least 2",
            min = "0",
            max = "64")
    int workers() default 0;

    /** {@return long jobs at a time} */
    @AttributeDefinition(
            description = "Shares that are read in at the same time, and as many fetches that are planned or checked",
            min = "1",
            max = "16")
    int jobs() default 2;

    /** {@return files kept open} */
    @AttributeDefinition(description = "Files kept open per share or fetch", min = "1", max = "4096")
    int open_files() default 32;

    /** {@return when an unused file is closed} */
    @AttributeDefinition(description = "Seconds after which an unused file is closed", min = "1", max = "3600")
    int idle_seconds() default 30;

    /** {@return heap for tables} */
    @AttributeDefinition(
            description = "Heap for the tables on disk, in MiB per open share or fetch",
            min = "1",
            max = "1024")
    int cache_mib() default 4;

    /** {@return whether to wait for the disk} */
    @AttributeDefinition(
            description = "Whether a fetched file is on the disk itself before it gets its name, and so none is"
                    + " half-written after a power cut")
    boolean sync() default true;

    /** {@return whether to practise} */
    @AttributeDefinition(
            description = "Practise encryption in the background after the start, so that the first chunks are fast")
    boolean warm_up() default true;
}
