// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

/** The ways in which a {@link FlawedStore} breaks the contract of chunk stores. */
enum StoreFlaw implements Flaw {
    NONE("", Reach.ONE),

    DROPS_SHORT_CHUNKS("keepsChunksFrom1ByteTo1MiB", Reach.ONE),
    INVENTS_CHUNKS("whatWasNeverPutIsNotHere", Reach.ONE),
    ANSWERS_BACKWARDS("hasAnswersInTheOrderOfTheQuestionUpTo4096", Reach.ONE),
    LISTS_TWICE("puttingTheSameAgainDoesNothing", Reach.ONE),
    TAKES_THE_WHOLE_ARRAY("putTakesFromPositionToLimitOfAnyBuffer", Reach.ONE),
    KEEPS_THE_CALLERS_ARRAY("theBufferIsTheCallersOwnAgainOnceThePutCompletes", Reach.ONE),
    GIVES_ITS_OWN_ARRAY("getGivesABufferOfItsOwn", Reach.ONE),
    TRUSTS_WHAT_WAS_PUT("bytesThatAreNotTheChunkAreNeverReturned", Reach.ONE),
    REMOVES_IN_SILENCE("removedChunksAreGone", Reach.ONE),

    WORKS_AFTER_CLOSE("afterCloseEverythingFails", Reach.ONE),
    HANGS_AFTER_CLOSE("afterCloseEverythingFails", Reach.ONE),
    LEAVES_CALLS_OPEN("closingCompletesWhatIsOutstanding", Reach.ONE),
    CLOSES_SLOWLY("closingCompletesWhatIsOutstanding", Reach.MORE),
    LEAVES_A_THREAD("aClosedStoreLeavesNoThread", Reach.MORE),
    LEAVES_ITS_CLASSES("aClosedStoreLeavesNoClassLoader", Reach.ONE),
    FORGETS_REMOVALS("whatWasPutSurvivesAsPromised", Reach.ONE),
    FORGETS_CHUNKS("whatWasPutSurvivesAsPromised", Reach.MORE),
    OPENS_TEN_TIMES_ONLY("survivesAStormOfReopening", Reach.ONE),

    LISTS_LESS_THAN_300("scansListEveryChunkOnceWhateverTheLimit", Reach.ONE),
    LISTS_WITHOUT_END("scansListEveryChunkOnceWhateverTheLimit", Reach.MORE),
    SCANS_BY_NUMBER("scansAreStableWhileChunksComeAndGo", Reach.ONE),
    READS_ONE_AT_A_TIME("everyMethodMayBeCalledConcurrently", Reach.ONE),
    COUNTS_WHAT_RACES("theSameChunkPutByManyAtOnceIsKeptOnce", Reach.ONE),
    SHOWS_TOO_EARLY("aChunkIsSeenWholeOrNotAtAll", Reach.ONE),
    RETURNS_WHAT_IS_DAMAGED("aDamagedChunkIsDroppedAndCanBePutAgain", Reach.ONE),
    KEEPS_WHAT_IS_DAMAGED("aDamagedChunkIsDroppedAndCanBePutAgain", Reach.ONE),
    BLOCKS_CALLERS("callsDoNotBlock", Reach.MORE);

    private final String test;
    private final Reach reach;

    StoreFlaw(String test, Reach reach) {
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
