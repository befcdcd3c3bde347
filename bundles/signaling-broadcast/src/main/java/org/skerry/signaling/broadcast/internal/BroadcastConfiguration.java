// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(name = "Skerry broadcast signaling", description = "Lets the nodes of one JVM find each other.")
@interface BroadcastConfiguration {

    @AttributeDefinition(name = "Group", description = "Nodes find those of the same group only.")
    String group() default "default";

    @AttributeDefinition(name = "Longest frame", description = "In bytes.", min = "512", max = "1048576")
    int max_frame_bytes() default 65536;

    @AttributeDefinition(
            name = "Waiting frames",
            description = "So many frames wait for a node at most, later ones are dropped.",
            min = "1",
            max = "1048576")
    int queue_frames() default 1024;
}
