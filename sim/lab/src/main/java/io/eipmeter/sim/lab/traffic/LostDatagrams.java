package io.eipmeter.sim.lab.traffic;

import io.eipmeter.schemas.Topic;
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
      topic.drain(
          message ->
              LogBlocks.datagrams(
                  message.value(),
                  (exporter, datagram) ->
                      arrived
                          .computeIfAbsent(exporter, key -> new HashMap<>())
                          .merge(datagram, 1, Integer::sum)));
    }
    return arrived;
  }
}
