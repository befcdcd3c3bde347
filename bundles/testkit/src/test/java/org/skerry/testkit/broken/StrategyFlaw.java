// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

/** The ways in which a {@link FlawedStrategy} breaks the contract of sync strategies. */
enum StrategyFlaw implements Flaw {
    NONE("", Reach.ONE),

    NEEDS_PEERS("nothingWantedOrNobodyThereIsAnsweredByNothing", Reach.ONE),
    SHUNS_THE_UNKNOWN("everythingIsAssignedWhenThereIsRoom", Reach.ONE),
    ASKS_FOR_WHAT_NOBODY_HAS("whatNobodyHasIsNotAsked", Reach.ONE),
    EXCEEDS_ROOM("theRulesHoldInLargeSwarmsOfEveryKind", Reach.ONE),
    EXCEEDS_THE_BUDGET("theRulesHoldInLargeSwarmsOfEveryKind", Reach.ONE),
    REPEATS_ITSELF("theRulesHoldInLargeSwarmsOfEveryKind", Reach.ONE),
    WAITS_FOR_ITS_FAVOURITE("roomOfOnePeerDoesNotKeepOthersFromBeingAsked", Reach.ONE),
    WAITS_FOR_ROOM("aChunkThatFitsNoRoomDoesNotHoldUpSmallerOnes", Reach.ONE),
    KNOWS_NO_HURRY("urgentWantsComeFirst", Reach.ONE),
    ALWAYS_IN_ENDGAME("outsideTheEndgameNoChunkIsAskedTwice", Reach.ONE),
    NEVER_IN_ENDGAME("inTheEndgameOthersAreAskedToo", Reach.ONE),
    OVERFLOWS("extremeNumbersDoNoHarm", Reach.ONE),

    REMEMBERS("theSameViewGivesTheSameAnswer", Reach.MORE),
    ROLLS_ITS_OWN_DICE("theSameViewGivesTheSameAnswer", Reach.MORE),
    SERVES_ONE_AT_A_TIME("transfersOnSeveralThreadsDoNotDisturbEachOther", Reach.ONE),
    KEEPS_THE_VIEW("keepsNothingOfTheView", Reach.ONE),
    STARTS_A_THREAD("startsNoThread", Reach.MORE),
    LEAVES_ITS_CLASSES("leavesNoClassLoader", Reach.ONE),
    PONDERS("answersFastFor4096WantsAnd20Peers", Reach.ONE);

    private final String test;
    private final Reach reach;

    StrategyFlaw(String test, Reach reach) {
        this.test = test;
        this.reach = reach;
    }

    @Override
    public String test() {
        return test;
    }

    @Override
    public Reach reach() {
        return reach;
    }
}
