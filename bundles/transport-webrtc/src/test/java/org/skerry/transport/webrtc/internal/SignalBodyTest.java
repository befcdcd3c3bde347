// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.webrtc.host.RtcDescription;
import org.skerry.webrtc.host.RtcDescription.Setup;

class SignalBodyTest {

    private static final String PASSWORD = "abcdefghijklmnopqrstuv";
    private static final String CANDIDATE = "candidate:1 1 udp 2122260223 10.0.0.1 4321 typ host";

    static SignalBody.Description offer(String... candidates) {
        RtcDescription rtc = new RtcDescription("ufra", PASSWORD, new byte[32], Setup.ACTPASS);
        return new SignalBody.Description(true, rtc, 262_144, List.of(candidates));
    }

    @Test
    void readsWhatItWrites() throws Exception {
        SignalBody.Description read = (SignalBody.Description)
                SignalBody.decode(offer(CANDIDATE, CANDIDATE).encode());
        assertThat(read.offer()).isTrue();
        assertThat(read.rtc().ufrag()).isEqualTo("ufra");
        assertThat(read.rtc().password()).isEqualTo(PASSWORD);
        assertThat(read.rtc().setup()).isEqualTo(Setup.ACTPASS);
        assertThat(read.maxMessageBytes()).isEqualTo(262_144);
        assertThat(read.candidates()).containsExactly(CANDIDATE, CANDIDATE);
        SignalBody.Candidates more = new SignalBody.Candidates(List.of(CANDIDATE));
        assertThat(SignalBody.decode(more.encode())).isEqualTo(more);
        assertThat(SignalBody.decode(new SignalBody.End().encode())).isEqualTo(new SignalBody.End());
    }

    /** The layout that docs/protocol.md describes. */
    @Test
    void keepsTheDocumentedLayout() {
        ByteBuffer body = ByteBuffer.wrap(offer("c").encode());
        assertThat(new byte[] {body.get(), body.get(), body.get()}).containsExactly(1, 1, 0);
        body.position(3 + 32);
        assertThat(body.get()).isZero();
        assertThat(body.getInt()).isEqualTo(262_144);
        assertThat(body.get()).isEqualTo((byte) 4);
        body.position(body.position() + 4);
        assertThat(body.get()).isEqualTo((byte) 22);
        body.position(body.position() + 22);
        assertThat(body.get()).isEqualTo((byte) 1);
        assertThat(body.getShort()).isEqualTo((short) 1);
        assertThat(body.get()).isEqualTo((byte) 'c');
        assertThat(body.hasRemaining()).isFalse();
        assertThat(new SignalBody.End().encode()).containsExactly(1, 4, 0);
    }

    @Test
    void holdsAsManyCandidatesAsMayBeInOneBody() throws Exception {
        String longest = "c".repeat(Candidate.MAX_LENGTH);
        List<String> most = Collections.nCopies(SignalBody.MAX_CANDIDATES, longest);
        RtcDescription rtc = new RtcDescription("u".repeat(255), "p".repeat(255), new byte[32], Setup.ACTIVE);
        byte[] body = new SignalBody.Description(false, rtc, 16_384, most).encode();
        assertThat(body).hasSizeLessThanOrEqualTo(SignalBody.MAX_BYTES);
        assertThat(((SignalBody.Description) SignalBody.decode(body)).candidates())
                .hasSize(SignalBody.MAX_CANDIDATES);
    }

    @Test
    void refusesEveryTruncationAndEveryExcess() {
        for (SignalBody body : List.of(offer(CANDIDATE), new SignalBody.Candidates(List.of(CANDIDATE)))) {
            byte[] whole = body.encode();
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> SignalBody.decode(cut))
                        .as("%d bytes of %d", length, whole.length)
                        .isInstanceOf(BrokenProtocolException.class);
            }
            assertThatThrownBy(() -> SignalBody.decode(Arrays.copyOf(whole, whole.length + 1)))
                    .hasMessageContaining("too many");
        }
    }

    @Test
    void refusesABodyThatIsTooLong() {
        assertThatThrownBy(() -> SignalBody.decode(new byte[SignalBody.MAX_BYTES + 1]))
                .hasMessageContaining("16385 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, version 2",
        "1, 5, kind 5",
        "1, 0, kind 0",
        "35, 1, setup 1",
        "35, 3, setup 3",
        "35, -1, setup -1",
        "36, -1, takes only",
        "37, 0, takes only",
        "40, 3, truncated",
        "41, 33, malformed",
        "41, 10, not ASCII",
        "68, 33, candidates"
    })
    void refusesAnOfferWithOneWrongByte(int at, byte value, String why) {
        byte[] body = offer(CANDIDATE).encode();
        body[at] = value;
        assertThatThrownBy(() -> SignalBody.decode(body))
                .isInstanceOf(BrokenProtocolException.class)
                .hasMessageContaining(why);
    }

    @Test
    void ignoresFlags() throws Exception {
        byte[] body = offer(CANDIDATE).encode();
        body[2] = 7;
        assertThat(SignalBody.decode(body)).isInstanceOf(SignalBody.Description.class);
    }

    @Test
    void refusesACandidateThatIsTooLong() {
        byte[] body = new SignalBody.Candidates(List.of("c".repeat(Candidate.MAX_LENGTH + 1))).encode();
        assertThatThrownBy(() -> SignalBody.decode(body)).hasMessageContaining("a candidate of 401 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"window 0 0", "window 1 1048576", "fin 0", "fin 3", "window 1 999999999999999"})
    void readsFramesOfTheLink(String text) throws Exception {
        assertThat(LinkFrame.decode(bytes(text)).encode()).isEqualTo(bytes(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fin",
                "fin ",
                "fin -1",
                "fin 1234",
                "window 2 5",
                "window 0 -5",
                "window 0 05",
                "window 0 5 ",
                "WINDOW 0 5",
                "window 0 9999999999999999",
                "window 0 5\n",
                "window 0 1e3",
                "hello",
                "window 00000000000000000000000000000 5"
            })
    void refusesTextsThatAreNoFrames(String text) {
        assertThatThrownBy(() -> LinkFrame.decode(bytes(text))).isInstanceOf(BrokenProtocolException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
