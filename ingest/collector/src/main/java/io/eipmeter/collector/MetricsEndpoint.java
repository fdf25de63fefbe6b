package io.eipmeter.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleSupplier;

/** {@code /metrics} in Prometheus' text format and {@code /healthz}. */
final class MetricsEndpoint implements AutoCloseable {
  private static final String PREFIX = "eipmeter_collector_";
  private static final int EXPORTERS_SHOWN = 500;

  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(MetricsEndpoint::thread);

  private MetricsEndpoint(HttpServer server) {
    this.server = server;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "metrics");
    thread.setDaemon(true);
    return thread;
  }

  static MetricsEndpoint start(int port, Collector collector) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    MetricsEndpoint endpoint = new MetricsEndpoint(server);
    server.setExecutor(endpoint.executor);
    server.createContext("/metrics", new MetricsHandler(registry(collector)));
    server.createContext("/healthz", exchange -> answerHealth(exchange, collector));
    server.start();
    return endpoint;
  }

  private static PrometheusRegistry registry(Collector collector) {
    PrometheusRegistry registry = new PrometheusRegistry();
    for (Count count : Count.values()) {
      CounterWithCallback.builder()
          .name(PREFIX + count.name().toLowerCase(Locale.ROOT))
          .help(count.description())
          .callback(callback -> callback.call((double) collector.counts().of(count)))
          .register(registry);
    }
    CounterWithCallback.builder()
        .name(PREFIX + "exporter_datagrams")
        .help("Datagrams taken from an exporter; exporters beyond the first 500 are 'other'.")
        .labelNames("exporter")
        .callback(
            callback ->
                collector
                    .batcher()
                    .datagramsByExporter(EXPORTERS_SHOWN)
                    .forEach((exporter, datagrams) -> callback.call((double) datagrams, exporter)))
        .register(registry);
    gauge(registry, "exporters", "Exporters seen.", () -> collector.batcher().exporters());
    gauge(
        registry,
        "receive_buffer_bytes",
        "Smallest receive buffer the kernel gave.",
        () -> receiveBuffer(collector));
    gauge(registry, "memory_bytes", "Bytes in memory.", () -> collector.outbox().memoryBytes());
    gauge(registry, "spool_bytes", "Bytes on disk.", () -> collector.outbox().spoolBytes());
    gauge(
        registry,
        "healthy",
        "1 if every socket is read and Kafka answers.",
        () -> collector.isHealthy() ? 1 : 0);
    gauge(
        registry,
        "down_seconds",
        "How long nobody listened before this start.",
        () -> collector.boot().down().toMillis() / 1000.0);
    gauge(
        registry,
        "boot_seconds",
        "Start of this process, seconds since the epoch.",
        () -> collector.boot().bootMs() / 1000.0);
    return registry;
  }

  private static double receiveBuffer(Collector collector) {
    try {
      return collector.receiveBufferBytes();
    } catch (IOException e) {
      return 0; // the sockets are closed
    }
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  private static void answerHealth(HttpExchange exchange, Collector collector) throws IOException {
    boolean healthy = collector.isHealthy();
    byte[] body =
        (healthy ? "ok\n" : "Kafka does not answer or a socket is not read\n")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(healthy ? 200 : 503, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdown();
  }
}
