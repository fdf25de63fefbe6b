package io.eipmeter.sim.world;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Wireshark's dissectors: decoders that nobody here wrote. */
final class Tshark {
  private Tshark() {}

  static boolean present() {
    try {
      Process process =
          new ProcessBuilder("tshark", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Dissects one exporter's datagrams.
   *
   * @param dissector cflow or sflow
   * @return a line a datagram, the fields separated by tabs, the values of a field by commas
   */
  static List<String> fields(
      Path directory, List<byte[]> datagrams, String dissector, String... fields)
      throws IOException, InterruptedException {
    Path pcap = directory.resolve("exports.pcap");
    Files.write(pcap, pcap(datagrams));
    List<String> command =
        new java.util.ArrayList<>(
            List.of("tshark", "-n", "-r", pcap.toString(), "-d", "udp.port==9999," + dissector));
    command.addAll(List.of("-T", "fields", "-E", "occurrence=a"));
    for (String field : fields) {
      command.addAll(List.of("-e", field));
    }
    Path out = directory.resolve("fields.txt");
    Path err = directory.resolve("errors.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("tshark: " + Files.readString(err));
    }
    return Files.readAllLines(out);
  }

  static long sum(List<String> lines, int column) {
    long sum = 0;
    for (String line : lines) {
      for (String value : line.split("\t", -1)[column].split(",", -1)) {
        sum += value.isEmpty() ? 0 : Long.decode(value);
      }
    }
    return sum;
  }

  /** A capture of raw IPv4 (link type 101). */
  private static byte[] pcap(List<byte[]> datagrams) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(24);
    header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    out.writeBytes(header.putInt(65_535).putInt(101).array());
    for (byte[] datagram : datagrams) {
      int length = datagram.length + 28;
      ByteBuffer packet = ByteBuffer.allocate(16 + 28);
      packet.putInt(1_770_000_000).putInt(0).putInt(length).putInt(length);
      packet.putShort((short) 0x4500).putShort((short) length).putInt(0);
      packet.put((byte) 64).put((byte) 17).putShort((short) 0);
      packet.putInt(0x7f010101).putInt(0x7f000001);
      packet.putShort((short) 9998).putShort((short) 9999);
      packet.putShort((short) (datagram.length + 8)).putShort((short) 0);
      out.writeBytes(packet.array());
      out.writeBytes(datagram);
    }
    return out.toByteArray();
  }
}
