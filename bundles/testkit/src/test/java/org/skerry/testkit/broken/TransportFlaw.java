// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.time.Duration;

/**
 * The ways in which a {@link FlawedTransport} breaks the contract of transports. That contract takes seconds, so that of each
 * only the test is run that it was made for.
 */
enum TransportFlaw implements Flaw {
    NONE(""),

    LOSES_MESSAGES("deliversMessagesOfEverySizeIntactAndInOrderPerLane"),
    REPEATS_MESSAGES("deliversMessagesOfEverySizeIntactAndInOrderPerLane"),
    REORDERS_MESSAGES("deliversMessagesOfEverySizeIntactAndInOrderPerLane"),
    SENDS_WHOLE_ARRAYS("sendsFromPositionToLimitOfAnyBuffer"),
    COUNTS_TOO_MUCH_BUFFERED("carriesBothDirectionsAtOnce", Duration.ofSeconds(1)),
    KEEPS_CONTROL_WAITING("letsControlOvertakeDataThatWaits", Duration.ofSeconds(10)),
    IGNORES_REQUESTS("deliversNoMoreThanWasRequested"),
    READS_WITHOUT_END("holdsTheSenderBackWhileNothingIsRequested", Duration.ofSeconds(10)),
    IGNORES_REQUESTS_FROM_WITHIN("goesOnWithOneRequestPerMessage"),
    TAKES_ANY_LENGTH("refusesMessagesThatAreEmptyOrTooLong"),
    SENDS_ONE_AT_A_TIME("takesMessagesOfManyThreadsAtOnce", Duration.ofSeconds(10)),
    BINDS_NOTHING("bindsTheCertificatesOfBothEnds"),
    BLOCKS_SENDERS("callsDoNotBlock"),
    COUNTS_NOTHING("countsWhatItMoves"),

    ENDS_TWICE("tellsBothEndsOnceThatItClosed"),
    DROPS_THE_LAST_MESSAGE("deliversWhatWasSentBeforeTheClose", Duration.ofSeconds(10)),
    CLOSE_LEAVES_SENDS_OPEN("completesAllStagesWhenItClosesDuringSends"),
    FORGETS_AN_EARLY_END("tellsAListenerThatStartsAfterTheEnd"),
    MAKES_TEN_LINKS_ONLY("survivesAStormOfLinks"),

    TAKES_SHORT_MESSAGES_ONLY("yieldsALinkAtBothSides"),
    MAKES_SIXTY_LINKS_AT_ONCE("makes64LinksAtOnce", Duration.ofSeconds(10)),
    WAITS_AFTER_A_BAD_OFFER("failsOnABadOffer"),
    WAITS_AFTER_A_BAD_ANSWER("failsOnABadAnswer"),
    WAITS_AFTER_A_CUT_OFFER("failsOnATruncatedOffer"),
    TRUSTS_ANY_CERTIFICATE("refusesACertificateOtherThanTheOneNegotiated"),
    IGNORES_CANCEL("cancelFailsTheLinkAndMayComeTwice"),
    CANCELS_WHAT_IS_YIELDED("cancelLeavesALinkThatWasYielded"),
    LISTENS_TO_OLD_SIGNALS("signalsThatAreReplayedHarmNoLink"),
    STAYS_OPEN("closeEndsLinksAndNegotiationsAtOnce"),
    CLOSES_SLOWLY("closeEndsLinksAndNegotiationsAtOnce", Duration.ofSeconds(10)),
    STOP_LEAVES_SENDS_OPEN("closeCompletesWhatIsOutstanding"),
    LEAVES_A_THREAD("leavesNoThreadBehind"),
    LEAVES_ITS_CLASSES("leavesNoClassLoaderBehind");

    private final String test;
    private final Duration patience;

    TransportFlaw(String test) {
        this(test, Duration.ofMillis(250));
    }

    TransportFlaw(String test, Duration patience) {
        this.test = test;
        this.patience = patience;
    }

    /** {@return how long the test waits for what must happen: not long if it waits in vain} */
    Duration patience() {
        return patience;
    }

    @Override
    public String test() {
        return test;
    }

    @Override
    public Reach reach() {
        return Reach.MORE;
    }
}
