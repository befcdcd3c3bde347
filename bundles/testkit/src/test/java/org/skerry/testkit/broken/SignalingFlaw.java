// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

/** The ways in which a {@link FlawedSignaling} breaks the contract of signaling. */
enum SignalingFlaw implements Flaw {
    NONE("", Reach.ONE),

    LOSES_ANNOUNCEMENTS("announcementsReachThoseWhoAreSubscribed", Reach.MORE),
    DROPS_EMPTY_BEACONS("beaconsOfEveryAllowedLengthArriveUnchanged", Reach.ONE),
    CUTS_THE_LONGEST_FRAMES("framesOfEveryAllowedLengthArriveUnchanged", Reach.ONE),
    TELLS_OF_ALL_TOPICS("announcementsOfOtherTopicsAreNotHeard", Reach.ONE),
    DELIVERS_TO_ALL("framesToOthersAreNotHeard", Reach.ONE),
    ECHOES_ANNOUNCEMENTS("ownAnnouncementsAreNotHeard", Reach.ONE),
    SEPARATES_ITS_CHANNELS("twoChannelsOfOnePluginHearEachOther", Reach.ONE),
    ADDS_TOPICS("subscribingReplacesWhatWasSubscribed", Reach.ONE),
    ADDS_INBOXES("listeningReplacesWhatWasListenedAt", Reach.ONE),
    TAKES_ONE_TOPIC("severalTopicsAndInboxesAtOnce", Reach.ONE),
    TAKES_ONE_INBOX("severalTopicsAndInboxesAtOnce", Reach.ONE),
    SENDS_WHAT_IS_TOO_LONG("tooLongFramesAreRefusedAndTooLongBeaconsDropped", Reach.ONE),
    THROWS_AT_TOO_LONG_BEACONS("tooLongFramesAreRefusedAndTooLongBeaconsDropped", Reach.ONE),
    TAKES_SHORT_FRAMES_ONLY("tooLongFramesAreRefusedAndTooLongBeaconsDropped", Reach.MORE),
    FAILS_WITHOUT_A_RECEIVER("sendingToAnInboxThatNobodyHasIsNoError", Reach.ONE),
    IGNORES_NO_TOPICS("subscribedToNothingNothingIsHeard", Reach.ONE),
    IGNORES_NO_INBOXES("listeningNowhereNothingIsReceived", Reach.ONE),
    KEEPS_ANNOUNCEMENTS("announcementsAreNotKeptForThoseWhoComeLater", Reach.ONE),
    JOINS_FRAMES("whateverArrivesWasSent", Reach.ONE),
    JOINS_BEACONS("whateverArrivesWasSent", Reach.ONE),

    OPENS_SLOWLY("opensAtOnce", Reach.MORE),
    GIVES_NO_REASON("tellsItsStateInOneLineForPeople", Reach.ONE),
    FORGETS_TOPICS_WHEN_CUT_OFF("subscriptionsSurviveAReconnect", Reach.ONE),
    FORGETS_INBOXES_WHEN_CUT_OFF("subscriptionsSurviveAReconnect", Reach.ONE),
    STAYS_DOWN("subscriptionsSurviveAReconnect", Reach.ONE),
    CLOSES_SLOWLY("closesWithin100Milliseconds", Reach.MORE),
    HEARS_AFTER_CLOSE("afterCloseNothingHappens", Reach.ONE),
    SENDS_AFTER_CLOSE("afterCloseNothingHappens", Reach.ONE),
    THROWS_AFTER_CLOSE("afterCloseNothingHappens", Reach.ONE),
    OPENS_TWENTY_CHANNELS_ONLY("survivesAStormOfReopening", Reach.ONE),
    STARTS_TEN_TIMES_ONLY("survivesAStormOfRestarts", Reach.ONE),
    LEAVES_CHANNELS_OPEN("stoppingThePluginClosesItsChannels", Reach.ONE),
    STOP_LEAVES_SENDS_OPEN("stoppingThePluginCompletesWhatIsOutstanding", Reach.ONE),
    LEAVES_A_THREAD("aStoppedPluginLeavesNoThread", Reach.MORE),
    LEAVES_ITS_CLASSES("aStoppedPluginLeavesNoClassLoader", Reach.ONE),

    SUBSCRIBES_ONE_AT_A_TIME("everyMethodMayBeCalledConcurrently", Reach.ONE),
    BLOCKS_SENDERS("callsDoNotBlock", Reach.MORE),
    CLOSE_LEAVES_SENDS_OPEN("closingWhileSendingCompletesEverything", Reach.ONE),
    DELIVERS_IN_ONE_BUFFER("arraysAreNotChangedAfterwards", Reach.ONE),
    SCRAMBLES_WHAT_WAS_SENT("arraysAreNotChangedAfterwards", Reach.ONE);

    private final String test;
    private final Reach reach;

    SignalingFlaw(String test, Reach reach) {
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
