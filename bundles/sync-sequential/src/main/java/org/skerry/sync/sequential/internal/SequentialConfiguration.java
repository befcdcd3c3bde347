// SPDX-License-Identifier: Apache-2.0
package org.skerry.sync.sequential.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(
        name = "Skerry sequential strategy",
        description = "Asks for chunks in content order, of the peers that will have sent them soonest.")
@interface SequentialConfiguration {

    @AttributeDefinition(
            name = "Endgame",
            description = "When so many chunks are missing at most, late ones are asked of other peers too.",
            min = "0",
            max = "64")
    int endgame_chunks() default 8;

    @AttributeDefinition(
            name = "Ranking",
            description = "Transfers that name no strategy use that of the highest ranking.")
    int service_ranking() default 50;
}
