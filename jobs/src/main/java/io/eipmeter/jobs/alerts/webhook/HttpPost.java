package io.eipmeter.jobs.alerts.webhook;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST (RFC 9112) to an address that was vetted: no redirect, no proxy, no cookie, no kept
 * connection, a limit on the whole time and on what is read.
 */
final class HttpPost {
  private static final int LONGEST_LINE = 8_192;
  private static final int MOST_LINES = 100;
  private static final int MOST_BODY_BYTES = 4_096;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long LONGEST_RETRY_AFTER_S = 3_600;

  private final TargetVetting.Resolver resolver;

  HttpPost(TargetVetting.Resolver resolver) {
    this.resolver = resolver;
  }

  Answer send(Receiver receiver, Request request, long nowMs) {
    long startNs = System.nanoTime();
    long deadlineNs = startNs + receiver.timeout().toNanos();
    try {
      InetAddress address =
          TargetVetting.address(receiver.url(), receiver.privateAllowed(), resolver);
      try (Socket socket = connect(receiver.url(), address, deadlineNs)) {
        OutputStream out = socket.getOutputStream();
        out.write(head(receiver.url(), request));
        out.write(request.body());
        out.flush();
        return answer(new Timed(socket, deadlineNs), startNs, nowMs);
      }
    } catch (UnknownHostException e) {
      return Answer.none("not reachable", tookMs(startNs));
    } catch (SSLException e) {
      return Answer.none("no trusted TLS connection", tookMs(startNs));
    } catch (SocketTimeoutException e) {
      return Answer.none("no answer in time", tookMs(startNs));
    } catch (EOFException e) {
      return Answer.none("the connection ended before the answer did", tookMs(startNs));
    } catch (IOException e) {
      return Answer.none("not reachable", tookMs(startNs)); // as for a blocked one
    }
  }

  private static long tookMs(long startNs) {
    return (System.nanoTime() - startNs) / 1_000_000;
  }

  private static Socket connect(URI url, InetAddress address, long deadlineNs) throws IOException {
    Socket plain = new Socket();
    try {
      int connectMs = (int) Math.min(CONNECT.toMillis(), leftMs(deadlineNs));
      plain.connect(new InetSocketAddress(address, TargetVetting.port(url)), connectMs);
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(leftMs(deadlineNs));
      if (!url.getScheme().equalsIgnoreCase("https")) {
        return plain;
      }
      String host = TargetVetting.host(url);
      SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      SSLSocket tls = (SSLSocket) factory.createSocket(plain, host, TargetVetting.port(url), true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return tls;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static int leftMs(long deadlineNs) throws SocketTimeoutException {
    long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
    if (leftMs <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) leftMs;
  }

  private static byte[] head(URI url, Request request) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    StringBuilder head = new StringBuilder("POST ").append(path);
    if (url.getRawQuery() != null) {
      head.append('?').append(url.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(url.getRawAuthority());
    head.append("\r\nUser-Agent: eipmeter\r\nConnection: close\r\nContent-Type: ");
    head.append(request.contentType()).append("\r\nContent-Length: ").append(request.body().length);
    request.headers().forEach((name, value) -> head.append("\r\n" + name + ": " + value));
    return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Answer answer(Timed in, long startNs, long nowMs) throws IOException {
    String statusLine = in.line();
    int status = status(statusLine);
    while (status >= 100 && status < 200) { // an interim answer (RFC 9110, 15.2)
      headers(in);
      status = status(in.line());
    }
    Map<String, String> headers = headers(in);
    in.skipBody(headers);
    return new Answer(
        status, retryAfterMs(headers.getOrDefault("retry-after", ""), nowMs), "", tookMs(startNs));
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d(?: .*)?")) {
      throw new EOFException();
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> headers(Timed in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int lines = 0; lines < MOST_LINES; lines++) {
      String line = in.line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    throw new EOFException();
  }

  /** Seconds or a date (RFC 9110, 10.2.3); at most an hour. */
  static long retryAfterMs(String text, long nowMs) {
    try {
      long seconds =
          text.isEmpty()
              ? 0
              : text.matches("\\d{1,9}")
                  ? Long.parseLong(text)
                  : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond()
                      - nowMs / 1_000;
      return Math.max(0, Math.min(LONGEST_RETRY_AFTER_S, seconds)) * 1_000;
    } catch (DateTimeException e) {
      return 0;
    }
  }

  /** Reads with what is left of the time. */
  private static final class Timed {
    private final Socket socket;
    private final InputStream in;
    private final long deadlineNs;

    Timed(Socket socket, long deadlineNs) throws IOException {
      this.socket = socket;
      this.in = new java.io.BufferedInputStream(socket.getInputStream());
      this.deadlineNs = deadlineNs;
    }

    private int read() throws IOException {
      socket.setSoTimeout(leftMs(deadlineNs));
      return in.read();
    }

    String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = read(); next != '\n'; next = read()) {
        if (next < 0 || line.size() > LONGEST_LINE) {
          throw new EOFException();
        }
        line.write(next);
      }
      return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /**
     * An answer that was announced longer than what came is none: the receiver may have died over
     * it.
     */
    void skipBody(Map<String, String> headers) throws IOException {
      String announced = headers.getOrDefault("content-length", "");
      long bytes = announced.matches("\\d{1,9}") ? Long.parseLong(announced) : 0;
      for (long i = 0; i < Math.min(bytes, MOST_BODY_BYTES); i++) {
        if (read() < 0) {
          throw new EOFException();
        }
      }
    }
  }
}
