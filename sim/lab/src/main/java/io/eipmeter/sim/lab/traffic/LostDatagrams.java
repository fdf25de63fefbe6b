package io.eipmeter.sim.lab.traffic;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.SentDatagram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was sent and is not in {@code flow-datagrams}: lost between the exporter and Kafka. */
public final class LostDatagrams {
  private LostDatagrams() {}

  /**
   * Compares each datagram sent with what the topic holds now.
   *
   * @param inOrder whether the scenario sends each datagram once and in order: only then the n-th
   *     one sent is the n-th of the ledger
   */
  public static List<SentDatagram> find(
      UdpExports exports, Ledger ledger, boolean inOrder, String bootstrapServers) {
    Map<Address, Map<Fingerprint, Integer>> arrived = arrived(bootstrapServers);
    List<SentDatagram> lost = new ArrayList<>();
    exports
        .sent()
        .forEach(
            (exporter, fingerprints) -> {
              Map<Fingerprint, Integer> left = arrived.getOrDefault(exporter, new HashMap<>());
              List<SentDatagram> datagrams = ledger.datagrams(exporter);
              for (int i = 0; i < fingerprints.size(); i++) {
                if (left.merge(fingerprints.get(i), -1, Integer::sum) < 0) {
                  if (!inOrder) {
                    throw new LabFailure(
                        "UDP lost datagrams of a scenario that loses or repeats its own: nobody can"
                            + " say which these were. Run it again, at a lower --speed.");
                  }
                  lost.add(datagrams.get(i));
                }
              }
            });
    return lost;
  }

  private static Map<Address, Map<Fingerprint, Integer>> arrived(String bootstrapServers) {
    Map<Address, Map<Fingerprint, Integer>> arrived = new HashMap<>();
    try (TopicReader topic = new TopicReader(bootstrapServers, Topic.FLOW_DATAGRAMS)) {
      topic.drain(message -> add(message.value(), arrived));
    }
    return arrived;
  }

  private static void add(byte[] value, Map<Address, Map<Fingerprint, Integer>> arrived) {
    DatagramBlock block;
    try {
      block = DatagramBlock.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("flow-datagrams holds what is not a block", e);
    }
    if (block.getLengthBytesCount() == 0) {
      return; // a heartbeat
    }
    ByteString payloads = block.getPayloads();
    byte[] bytes = payloads.toByteArray();
    Map<Fingerprint, Integer> of =
        arrived.computeIfAbsent(
            Address.ofBytes(block.getExporterAddress().toByteArray()), exporter -> new HashMap<>());
    int offset = 0;
    for (int length : block.getLengthBytesList()) {
      of.merge(Fingerprint.of(bytes, offset, length), 1, Integer::sum);
      offset += length;
    }
  }
}
