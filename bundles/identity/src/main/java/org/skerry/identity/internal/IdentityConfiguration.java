// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of the configuration {@code org.skerry.identity}. */
@ObjectClassDefinition(
        id = IdentityComponent.PID,
        name = "Skerry identity",
        description = "The keys of this node and where they are kept")
@interface IdentityConfiguration {

    /** {@return where the files are} */
    @AttributeDefinition(description = "Folder of the key files, relative to the node's home")
    String directory() default "state/identity";

    /** {@return when the next seal key takes over} */
    @AttributeDefinition(
            name = "seal.rotation.days",
            description = "Days until a new key takes over to which others seal their signals",
            min = "1",
            max = "365")
    int seal_rotation_days() default 7;

    /** {@return how long a seal key lives after that} */
    @AttributeDefinition(
            name = "seal.grace.hours",
            description =
                    "Hours for which others may still use the key before; what was sealed to it then is opened for as"
                            + " long again",
            min = "1",
            max = "8760")
    int seal_grace_hours() default 24;
}
