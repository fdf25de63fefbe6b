package io.eipmeter.sim.lab.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.protocols.DatagramDecoder;
import io.eipmeter.protocols.DecodeSink;
import io.eipmeter.protocols.DecoderOptions;
import io.eipmeter.protocols.ExporterState;
import io.eipmeter.protocols.Fact;
import io.eipmeter.protocols.Flow;
import io.eipmeter.protocols.Outcome;
import io.eipmeter.protocols.RejectReason;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateways of {@code control serve --traffic} export is what its ledger says. */
class LiveTrafficIT {
  private static final int ENOUGH_FLOWS = 20;
  private static final int LONGEST_WAIT_MS = 60_000;

  @TempDir private Path directory;

  /** The flows of one address, metered as the sender and as the receiver. */
  private static final class Sums implements DecodeSink {
    private final int address;
    private final DatagramDecoder decoder = new DatagramDecoder(DecoderOptions.DEFAULT);
    private final Map<InetAddress, ExporterState> exporters = new HashMap<>();
    private long out;
    private long in;
    private int flows;

    Sums(int address) {
      this.address = address;
    }

    void take(DatagramPacket packet) {
      long nowMs = System.currentTimeMillis();
      ExporterState exporter =
          exporters.computeIfAbsent(packet.getAddress(), any -> new ExporterState());
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      assertThat(decoder.decode(exporter, bytes, 0, bytes.length, nowMs, nowMs, this))
          .isEqualTo(Outcome.DECODED);
    }

    @Override
    public void flow(Flow flow) {
      if ((int) flow.postNatSrcLow == address) {
        out += flow.bytes;
        flows++;
      } else if ((int) flow.dstLow == address) {
        in += flow.bytes;
        flows++;
      }
    }

    @Override
    public void interfaceCounters(long index, long in, long out, long packetsIn, long packetsOut) {}

    @Override
    public void fact(Fact fact, long amount) {}

    @Override
    public void rejected(
        RejectReason reason, int set, long receivedMs, byte[] bytes, int offset, int length) {
      throw new AssertionError("rejected: " + reason);
    }
  }

  @Test
  void gatewaysExportTheTrafficOfWhatTheApiAttached() throws Exception {
    Path ledger = directory.resolve("ledger");
    try (DatagramSocket collector =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      collector.setReceiveBufferSize(4 << 20);
      collector.setSoTimeout(LONGEST_WAIT_MS);
      Sums sums;
      String ip;
      try (ControlProcess control =
          new ControlProcess(
              directory,
              "--traffic",
              "127.0.0.1:" + collector.getLocalPort(),
              "--ledger-csv",
              ledger.toString())) {
        JsonNode eip = control.call("AllocateEipAddress");
        ip = eip.path("EipAddress").asText();
        sums = new Sums(ByteBuffer.wrap(InetAddress.getByName(ip).getAddress()).getInt());
        JsonNode attached =
            control.call(
                "AssociateEipAddress",
                "AllocationId",
                eip.path("AllocationId").asText(),
                "InstanceId",
                "i-web1");
        assertThat(attached.path("RequestId").asText()).isNotEmpty();
        while (sums.flows < ENOUGH_FLOWS) {
          sums.take(receive(collector));
        }
      }
      takeTheRest(collector, sums);
      assertThat(bytes(ledger, ip)).containsExactly(sums.out, sums.in);
      assertThat(sums.out).isPositive();
    }
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return packet;
  }

  private static void takeTheRest(DatagramSocket socket, Sums sums) throws IOException {
    socket.setSoTimeout(500);
    try {
      while (true) {
        sums.take(receive(socket));
      }
    } catch (SocketTimeoutException e) {
      // That was all.
    }
  }

  /** Out and in; its neighbours have been scanned, too. */
  private static List<Long> bytes(Path ledger, String ip) throws IOException {
    long out = 0;
    long in = 0;
    for (String row : Files.readAllLines(ledger.resolve("records.csv"))) {
      String[] fields = row.split(",");
      if (fields[0].equals(ip)) {
        out += Long.parseLong(fields[2]);
        in += Long.parseLong(fields[3]);
      }
    }
    return List.of(out, in);
  }
}
