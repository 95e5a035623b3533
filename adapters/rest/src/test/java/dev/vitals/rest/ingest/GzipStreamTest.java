package dev.vitals.rest.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

/** Gzip as RFC 1952 has it, of one member and of several. */
class GzipStreamTest {
  @Test
  void membersFollowEachOther() throws Exception {
    assertThat(inflated(joined(Gzip.of("one "), Gzip.of(""), Gzip.of("two")))).isEqualTo("one two");
  }

  @Test
  void emptyMembersTakeNoStack() throws Exception {
    byte[] empty = Gzip.of("");
    byte[][] members = new byte[100_001][];
    Arrays.fill(members, empty);
    members[100_000] = Gzip.of("end");

    assertThat(inflated(joined(members))).isEqualTo("end");
  }

  @Test
  void zerosBehindTheLastMemberArePadding() throws Exception {
    assertThat(inflated(joined(Gzip.of("data"), new byte[512]))).isEqualTo("data");
  }

  @Test
  void whatElseFollowsIsRefused() {
    byte[] member = Gzip.of("data");

    assertNoGzip(joined(member, "0".getBytes(UTF_8)), EOFException.class);
    assertNoGzip(joined(member, "text".getBytes(UTF_8)), ZipException.class);
    assertNoGzip(joined(member, new byte[] {0, 0, 1}), ZipException.class);
    assertNoGzip(joined(member, new byte[5], member), ZipException.class);
  }

  @Test
  void oneThatEndsEarlyIsNotTakenForShorter() {
    byte[] two = joined(Gzip.of("some data"), Gzip.of("and more"));
    int border = Gzip.of("some data").length;

    for (int length = 0; length < two.length; length++) {
      if (length != border) {
        assertNoGzip(Arrays.copyOf(two, length), EOFException.class);
      }
    }
  }

  @Test
  void aChangedByteIsNoticedWhereThereIsASumToNoticeItBy() {
    byte[] member = Gzip.of("some data, some more data");
    // Behind it stand when, how and by what it was packed.
    for (int i : new int[] {0, 1, 2, 3}) {
      assertNoGzip(changed(member, i), IOException.class);
    }
    for (int i = 10; i < member.length; i++) {
      assertNoGzip(changed(member, i), IOException.class);
    }
  }

  @Test
  void aHeaderMayHoldMore() throws Exception {
    byte[] member = Gzip.of("data");
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(member, 0, 3);
    header.write(2 + 4 + 8 + 16);
    header.write(member, 4, 6);
    header.write(new byte[] {3, 0, 'a', 'b', 'c'});
    header.write("name\0comment\0".getBytes(UTF_8));
    CRC32 sum = new CRC32();
    sum.update(header.toByteArray());
    header.write((int) sum.getValue());
    header.write((int) (sum.getValue() >> 8));
    byte[] whole = joined(header.toByteArray(), Arrays.copyOfRange(member, 10, member.length));

    assertThat(inflated(joined(whole, whole))).isEqualTo("datadata");
    assertNoGzip(changed(whole, header.size() - 1), ZipException.class);
  }

  private static byte[] changed(byte[] bytes, int index) {
    byte[] changed = bytes.clone();
    changed[index] ^= 0x21;
    return changed;
  }

  private static void assertNoGzip(byte[] bytes, Class<? extends IOException> expected) {
    assertThatThrownBy(() -> inflated(bytes)).isInstanceOf(expected);
  }

  private static String inflated(byte[] bytes) throws IOException {
    try (GzipStream stream = new GzipStream(bytes, bytes.length)) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
