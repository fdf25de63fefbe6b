package io.eipmeter.sim.lab.alerts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that misbehaves in one way for some requests, and then takes what it is sent. */
final class FaultyReceiver implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final String ID_HEADER = "webhook-id: ";

  private final Fault fault;
  private final AtomicInteger faultsLeft;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> taken = new CopyOnWriteArrayList<>();

  /** What it does instead of its work. */
  enum Fault {
    NONE,
    NEVER_ANSWERS,
    ANSWERS_500,
    /** And wants ten minutes without a request. */
    ANSWERS_429,
    CLOSES_MID_BODY
  }

  private FaultyReceiver(Fault fault, int faults, ServerSocket server) {
    this.fault = fault;
    this.faultsLeft = new AtomicInteger(faults);
    this.server = server;
  }

  static FaultyReceiver start(int port, Fault fault, int faults) throws IOException {
    FaultyReceiver receiver =
        new FaultyReceiver(
            fault, faults, new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()));
    receiver.threads.execute(receiver::accept);
    return receiver;
  }

  /** Ids of what it took, in that order. */
  List<String> taken() {
    return taken;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return; // it was closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String id = request(new BufferedInputStream(socket.getInputStream()));
      if (faultsLeft.getAndDecrement() > 0) {
        misbehave(socket);
      } else {
        taken.add(id);
        say(socket, "HTTP/1.1 204 No Content\r\n\r\n");
      }
    } catch (IOException e) {
      // The sender has gone: it did not wait for the answer, or was killed.
    }
  }

  private void misbehave(Socket socket) throws IOException {
    switch (fault) {
      case NEVER_ANSWERS -> {
        try {
          closed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case ANSWERS_500 -> say(socket, "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
      case ANSWERS_429 -> say(socket, "HTTP/1.1 429 Slowly\r\nRetry-After: 600\r\n\r\n");
      case CLOSES_MID_BODY -> say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok");
      case NONE -> throw new IllegalStateException("a receiver without a fault has none left");
    }
  }

  private static void say(Socket socket, String answer) throws IOException {
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Reads a whole request and gives its id. */
  private static String request(InputStream in) throws IOException {
    String id = "";
    int bodyBytes = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.startsWith(ID_HEADER)) {
        id = line.substring(ID_HEADER.length());
      } else if (line.startsWith("Content-Length: ")) {
        bodyBytes = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    in.readNBytes(bodyBytes);
    return id;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the request ended before its head did");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    server.close();
    closed.countDown();
    threads.shutdownNow();
  }
}
