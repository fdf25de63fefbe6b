package io.eipmeter.sim.world.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eipmeter.sim.world.cloud.Answer;
import io.eipmeter.sim.world.cloud.ApiException;
import io.eipmeter.sim.world.cloud.Call;
import io.eipmeter.sim.world.cloud.Caller;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's RPC protocol over HTTP: an operation by its name, parameters in the query or a
 * form, an answer in JSON.
 */
public final class ControlServer implements AutoCloseable {
  /** The version of the VPC product's API. */
  public static final String VERSION = "2016-04-28";

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final Set<String> OF_THE_PROTOCOL =
      Set.of("Action", "Version", "Format", "Timestamp", "SignatureNonce");
  private static final int THREADS = 8;
  private static final long STEP_MS = 100;

  static {
    // It writes head and body apart: without this the body waits 40 ms for the head's receipt.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Cloud cloud;
  private final Clock clock;
  private final Authentication authentication;
  private final @Nullable MonitorData monitorData;
  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  /**
   * @param clock the control plane's time
   * @param monitorData null: there is no ClickHouse to ask
   * @throws IOException if the address cannot be listened at
   */
  public ControlServer(
      InetSocketAddress address,
      Cloud cloud,
      Clock clock,
      List<AccessKey> keys,
      @Nullable MonitorData monitorData)
      throws IOException {
    this.cloud = cloud;
    this.clock = clock;
    this.monitorData = monitorData;
    Map<String, AccessKey> byId = new HashMap<>();
    keys.forEach(key -> byId.put(key.id(), key));
    this.authentication = new Authentication(byId, Clock.systemUTC());
    this.server = HttpServer.create(address, 0);
    server.createContext("/", this::serve);
    server.setExecutor(workers);
  }

  /** From now on it answers, and time passes. */
  public void start() {
    server.start();
    var ignored = timer.scheduleWithFixedDelay(this::passTime, 0, STEP_MS, TimeUnit.MILLISECONDS);
  }

  private void passTime() {
    try {
      cloud.passTime(clock.millis());
    } catch (RuntimeException e) {
      // The next step tries again; an exception would end the timer without a word.
      LOG.error("time could not pass", e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("RequestId", requestId);
    int status = 200;
    try {
      body.putAll(answer(RpcRequest.read(exchange), requestId));
    } catch (ApiException e) {
      status = e.code().httpStatus();
      refuse(body, e.code(), String.valueOf(e.getMessage()), exchange);
    } catch (RuntimeException e) {
      LOG.error("request {} failed", requestId, e);
      status = ErrorCode.INTERNAL.httpStatus();
      refuse(body, ErrorCode.INTERNAL, "The request has failed due to an error here.", exchange);
    }
    byte[] bytes = mapper.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
    exchange.getResponseHeaders().set("x-acs-request-id", requestId);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void refuse(
      Map<String, Object> body, ErrorCode code, String sentence, HttpExchange exchange) {
    body.put("Code", code.code());
    body.put("Message", sentence);
    body.put("HostId", exchange.getLocalAddress().getAddress().getHostAddress());
  }

  private Map<String, Object> answer(RpcRequest request, String requestId) throws ApiException {
    AccessKey key = authentication.check(request);
    if (!request.version().equals(VERSION)) {
      throw new ApiException(ErrorCode.INVALID_VERSION, "Specified version is not valid.");
    }
    Map<String, String> parameters = new HashMap<>(request.parameters());
    parameters.keySet().removeAll(OF_THE_PROTOCOL);
    Caller caller =
        new Caller(
            key.account(),
            key.id(),
            key.operator(),
            request.source(),
            request.headers().getOrDefault("user-agent", ""));
    if (request.action().equals(MonitorData.ACTION)) {
      return monitorData(new Call(requestId, MonitorData.INTERVALS, parameters, caller));
    }
    return run(new Call(requestId, request.action(), parameters, caller));
  }

  private Map<String, Object> run(Call call) throws ApiException {
    Answer answer = cloud.call(call, clock.millis());
    ApiException refusal = answer.refusal();
    if (refusal != null) {
      throw refusal;
    }
    return answer.body();
  }

  private Map<String, Object> monitorData(Call intervals) throws ApiException {
    if (monitorData == null) {
      throw new ApiException(ErrorCode.UNAVAILABLE, "The control plane was given no ClickHouse.");
    }
    return monitorData.describe(intervals.parameters(), run(intervals), clock.millis());
  }

  @Override
  public void close() {
    server.stop(0);
    timer.shutdownNow();
    workers.shutdownNow();
  }
}
