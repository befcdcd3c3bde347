// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignalBodyTest {

    private static final byte[] FINGERPRINT = new byte[32];

    private static final List<InetSocketAddress> SOME = List.of(
            Endpoints.endpoint("192.0.2.7:65535").orElseThrow(),
            Endpoints.endpoint("[2001:db8::7]:1").orElseThrow());

    private static byte[] offer(List<InetSocketAddress> addresses) {
        return new SignalBody(SignalBody.Kind.OFFER, FINGERPRINT, addresses).encode();
    }

    @Test
    void isTheDocumentedBytes() {
        byte[] expected = new byte[36 + 7 + 19];
        expected[0] = 1;
        expected[1] = 1;
        expected[35] = 2;
        byte[] four = {4, (byte) 192, 0, 2, 7, (byte) 0xFF, (byte) 0xFF};
        byte[] six = {16, 0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 1};
        System.arraycopy(four, 0, expected, 36, four.length);
        System.arraycopy(six, 0, expected, 43, six.length);
        assertThat(offer(SOME)).isEqualTo(expected);
    }

    @Test
    void readsWhatItWrote() throws BrokenProtocolException {
        SignalBody read = SignalBody.decode(offer(SOME));
        assertThat(read.kind()).isEqualTo(SignalBody.Kind.OFFER);
        assertThat(read.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(read.addresses()).isEqualTo(SOME);
    }

    @Test
    void refusesEveryTruncationAndAnythingBehind() {
        byte[] whole = offer(SOME);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SignalBody.decode(cut)).isInstanceOf(BrokenProtocolException.class);
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> SignalBody.decode(longer)).isInstanceOf(BrokenProtocolException.class);
    }

    @Test
    void refusesMoreThan16Addresses() {
        byte[] body = Arrays.copyOf(offer(List.of()), 36 + 17 * 7);
        body[35] = 17;
        IntStream.range(0, 17).forEach(i -> body[36 + i * 7] = 4);
        assertThatThrownBy(() -> SignalBody.decode(body)).hasMessageContaining("17 addresses");
    }

    @Test
    void throwsNothingElseOnNoise() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = offer(SOME);
            noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            noise[35 + random.nextInt(noise.length - 35)] = (byte) random.nextInt();
            try {
                SignalBody.decode(noise);
            } catch (BrokenProtocolException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
