package io.chutes.platform.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=2-5, 2, 5",
        "bytes=2-, 2, 9",
        "bytes=2-99, 2, 9",
        "bytes=-3, 7, 9",
        "bytes=-99, 0, 9",
        "bytes=9-9, 9, 9",
    })
    void readsTheRangeOfAReader(String header, long first, long last) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new ByteRange.Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=999999999999999999-"})
    void refusesARangeBeyondTheEnd(String header) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=--5",
                "bytes=-5-",
                "lines=0-1",
                "bytes=0-1,3-4",
                "0-1",
                ""
            })
    void ignoresARangeThatIsNone(String header) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void hasNoPartOfAnEmptyBlob() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-1", 0)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.parse(null, 0)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void readsTheRangeOfAChunk() {
        assertThat(ChunkRange.parse("5-9", 5)).contains(new ChunkRange(5, 9));
        assertThat(ChunkRange.parse("5-9", -1)).contains(new ChunkRange(5, 9));
        assertThat(ChunkRange.parse(null, 5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5-9", "5-", "-9", "9-5", "bytes 5-9/10", "a-b", "", "5-99999999999999999999"})
    void refusesAChunkWithoutARange(String header) {
        var refused = catchThrowableOfType(RegistryException.class, () -> ChunkRange.parse(header, -1));

        assertThat(refused.status()).isEqualTo(416);
    }

    @Test
    void refusesAChunkOfAnotherLength() {
        var refused = catchThrowableOfType(RegistryException.class, () -> ChunkRange.parse("5-9", 4));

        assertThat(refused.body().errors().getFirst().code()).isEqualTo(ErrorCode.SIZE_INVALID);
    }
}
