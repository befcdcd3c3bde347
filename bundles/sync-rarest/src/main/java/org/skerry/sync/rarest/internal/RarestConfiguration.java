// SPDX-License-Identifier: Apache-2.0
package org.skerry.sync.rarest.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
        name = "Skerry rarest-first strategy",
        description = "Asks for the rarest chunks first, of the peers that will have sent them soonest.")
@interface RarestConfiguration {

    @AttributeDefinition(
            name = "Random first",
            description = "So many chunks of a transfer are picked at random.",
            min = "0",
            max = "1024")
    int random_first() default 4;

    @AttributeDefinition(
            name = "Endgame",
            description = "When so many chunks are missing at most, late ones are asked of other peers too.",
            min = "0",
            max = "64")
    int endgame_chunks() default 8;

    @AttributeDefinition(
            name = "Ranking",
            description = "Transfers that name no strategy use that of the highest ranking.")
    int service_ranking() default 100;
}
