package io.eipmeter.sim.lab.kafka;

import java.io.FileInputStream;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** Main of the broker's process: one node that is broker and controller, formatted when new. */
public final class KafkaBroker {
  /** Always the same: a broker that is started again refuses data of another cluster. */
  private static final Uuid CLUSTER = new Uuid(0x6569706d65746572L, 1);

  private KafkaBroker() {}

  /**
   * @param args the broker's properties file
   */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    try (FileInputStream in = new FileInputStream(args[0])) {
      properties.load(in);
    }
    String directory = properties.getProperty("log.dirs");
    new Formatter()
        .setClusterId(CLUSTER.toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory)
        .addDirectory(directory)
        .setIgnoreFormatted(true)
        .run();
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    server.startup();
    server.awaitShutdown();
  }
}
