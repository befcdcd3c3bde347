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
            description = "So many chunks of a transfer are picked at random; 0 to 1024.")
    int randomFirst() default 4;

    @AttributeDefinition(
            name = "Endgame",
            description = "When so many chunks are missing at most, late ones are asked of other peers too; 0 to 64.")
    int endgameChunks() default 8;

    @AttributeDefinition(
            name = "Ranking",
            description = "Transfers that name no strategy use that of the highest ranking.")
    int service_ranking() default 100;
}
