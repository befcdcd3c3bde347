// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import org.junit.jupiter.api.BeforeEach;

/** A node that shares a content, and one that is to fetch it. */
abstract class FetchCase extends NodesCase {

    final TestContent content = TestContent.of(300, 40_000, 6);
    TestNode sharer;
    TestNode fetcher;

    @BeforeEach
    void nodes() {
        sharer = node(1);
        sharer.share(content, false);
        fetcher = node(2);
    }

    /** A session over which the content takes three seconds. */
    FakeSession slow(TestNode one, TestNode two) {
        FakeSession session = FakeNet.connect(one, two);
        session.other.bytesPerSecond = content.bytes / 3;
        session.bytesPerSecond = content.bytes / 3;
        return session;
    }
}
