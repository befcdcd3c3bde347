// SPDX-License-Identifier: Apache-2.0
package com.example.skerry.sharedfolder;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. bnd makes metatype of it, against which a node checks its {@code etc/*.cfg}. */
@ObjectClassDefinition(name = "Signaling over a shared folder")
@interface SharedFolderConfiguration {

    /** Absolute path of a folder that is for this alone. It is not created: a drive may just not be there. */
    String directory() default "";

    /** Milliseconds between two looks, on the average. */
    @AttributeDefinition(min = "10", max = "30000")
    long poll_ms() default 1000;

    /** Milliseconds that a file stays. */
    @AttributeDefinition(min = "1000", max = "3600000")
    long keep_ms() default 120_000;

    /** How far the folder reaches, lan or internet; of several ways to a peer, a node takes the nearest. */
    String skerry_signaling_scope() default "internet";
}
