package io.eipmeter.sim.lab.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and ClickHouse, and cuts the connection in place of an answer as often as
 * it is told: ClickHouse has done what it was asked, and nobody learns of it.
 */
final class AnswerDropper implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final AtomicInteger toDrop;

  AnswerDropper(int target, int toDrop) throws IOException {
    this.target = target;
    this.toDrop = new AtomicInteger(toDrop);
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** How many answers are still to be dropped. */
  int left() {
    return Math.max(0, toDrop.get());
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "answer-dropper");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        thread(() -> pass(client, server, false));
        thread(() -> pass(server, client, true));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        if (answers && toDrop.getAndDecrement() > 0) {
          return;
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // The other side is gone: so is this one.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
