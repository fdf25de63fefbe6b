package io.eipmeter.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends datagrams that carry their own number, from an address of its own. */
final class Exporter implements AutoCloseable {
  private final DatagramChannel channel;
  private int sent;

  Exporter(String address, String to, int port) throws IOException {
    channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    channel.connect(new InetSocketAddress(InetAddress.getByName(to), port));
  }

  /** Sends so many more, each with its number (from 0) in the first four bytes. */
  void send(int count, int bytes) throws IOException {
    ByteBuffer datagram = ByteBuffer.allocate(bytes);
    for (int i = 0; i < count; i++) {
      datagram.clear();
      datagram.putInt(0, sent++);
      channel.write(datagram);
    }
  }

  int sent() {
    return sent;
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
