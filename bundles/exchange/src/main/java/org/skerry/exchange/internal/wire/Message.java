// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.skerry.api.ChunkId;
import org.skerry.api.SwarmId;
import org.skerry.spi.content.ChunkRead;

/** One message of the exchange. */
public sealed interface Message {

    /**
     * All that was said before is void; request ids, credit and HAVE begin anew.
     *
     * @param number of the epoch that begins, from 1
     */
    record Epoch(long number) implements Message {}

    /**
     * Asks what the other has of these index pages, now and from now on.
     *
     * @param swarm a swarm that both are in
     * @param pages 1 to {@link Limits#PAGES}; the root counts as one
     */
    record WantHave(SwarmId swarm, List<ChunkId> pages) implements Message {
        /** Copies the list. */
        public WantHave {
            pages = List.copyOf(pages);
        }
    }

    /**
     * Tells what is here of an index page. Adds to what was told before, unless it is NONE.
     *
     * @param swarm the swarm of the question
     * @param page the page
     * @param bits which of its entries
     */
    record Have(SwarmId swarm, ChunkId page, HaveBits bits) implements Message {}

    /**
     * Asks for chunks.
     *
     * @param firstId request id of the first one; the others follow it
     * @param swarm in which they are wanted
     * @param chunks 1 to {@link Limits#WANTS}
     * @param traffic class
     * @param priority within the class, 0 to 255, higher first
     * @param from offset in the chunk from which on it is wanted
     * @param length how many bytes of it; 0 for all from there on
     */
    record Want(
            long firstId, SwarmId swarm, List<ChunkId> chunks, TrafficClass traffic, int priority, int from, int length)
            implements Message {
        /** Copies the list. */
        public Want {
            chunks = List.copyOf(chunks);
        }
    }

    /** Why a want is not served. */
    enum Reason implements Numbered {
        /** It is not here. */
        MISSING(0),
        /** The file that held it was changed. */
        CHANGED(1);

        private final int number;

        Reason(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /**
     * Answers a want: no.
     *
     * @param id the request
     * @param reason why
     * @param mark of {@link ChunkRead.Changed}; empty if there is none
     */
    record HaveNot(long id, Reason reason, byte[] mark) implements Message {

        /** It is not here. */
        public static HaveNot missing(long id) {
            return new HaveNot(id, Reason.MISSING, new byte[0]);
        }
    }

    /**
     * A fragment. The one with which an answer begins (offset = the from of the want) carries the length of the whole chunk
     * before its bytes.
     *
     * @param id the request
     * @param offset in the chunk
     * @param payload bytes as on the wire
     */
    record Data(long id, long offset, ByteBuffer payload) implements Message {}

    /**
     * Takes wants back.
     *
     * @param firstId the first one
     * @param count how many in a row
     */
    record Cancel(long firstId, int count) implements Message {}

    /**
     * Refuses wants for now.
     *
     * @param firstId the first one
     * @param count how many in a row
     * @param retryAfterMillis not to be asked again before, in milliseconds
     */
    record Busy(long firstId, int count, long retryAfterMillis) implements Message {}

    /**
     * Allows DATA.
     *
     * @param limit payload bytes of DATA since the epoch began, in all
     */
    record Credit(long limit) implements Message {}
}
