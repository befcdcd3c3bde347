// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(name = "Skerry broadcast signaling", description = "Lets the nodes of one JVM find each other.")
@interface BroadcastConfiguration {

    @AttributeDefinition(name = "Group", description = "Nodes find those of the same group only.")
    String group() default "default";

    @AttributeDefinition(name = "Longest frame", description = "In bytes, from 512 to 1048576.")
    int maxFrameBytes() default 65536;

    @AttributeDefinition(
            name = "Waiting frames",
            description = "So many frames wait for a node at most, later ones are dropped; from 1 to 1048576.")
    int queueFrames() default 1024;
}
