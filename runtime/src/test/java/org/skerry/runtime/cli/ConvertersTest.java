// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "1h, PT1H", "1h30m, PT1H30M", "2d, PT48H", "45, PT45S"})
    void readsDurations(String text, Duration expected) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "-5s", "5x", "m", "5 m", "1h30", "9999d", "99999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "64K, 64000", "64M, 64000000", "1gb, 1000000000", "1GiB, 1073741824", "7B, 7"})
    void readsSizes(String text, long expected) {
        assertThat(new SizeConverter().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "-1", "1X", "1GI", "1I", "999999999999T"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> new SizeConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void writesSizesRatesAndDurations() {
        assertThat(Units.count(1, "file")).isEqualTo("1 file");
        assertThat(Units.count(0, "file")).isEqualTo("0 files");
        assertThat(Units.bytes(0)).isEqualTo("0 B");
        assertThat(Units.bytes(999)).isEqualTo("999 B");
        assertThat(Units.bytes(1000)).isEqualTo("1.0 kB");
        assertThat(Units.bytes(99_949)).isEqualTo("99.9 kB");
        assertThat(Units.bytes(99_951)).isEqualTo("100 kB");
        assertThat(Units.bytes(999_499)).isEqualTo("999 kB");
        assertThat(Units.bytes(999_500)).isEqualTo("1.0 MB");
        assertThat(Units.bytes(64 << 20)).isEqualTo("67.1 MB");
        assertThat(Units.rate(0)).isEqualTo("0 B/s");
        assertThat(Units.rate(123_456_789)).isEqualTo("123 MB/s");
        assertThat(Units.rate(45_200_000)).isEqualTo("45.2 MB/s");
        assertThat(Units.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Units.duration(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
        assertThat(Units.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(Units.duration(Duration.ofHours(99))).isEqualTo("4 d 3 h");
    }
}
