package io.eipmeter.jobs.alerts.webhook;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a webhook may go (facts: SSRF). A URL is looked at once when it is read; the addresses of
 * its name on every attempt, and the connection goes to one that was looked at, so that a name that
 * changes its mind between look and use gains nothing.
 */
final class TargetVetting {
  static final Set<Integer> USUAL_PORTS = Set.of(80, 443, 8080, 8443);

  private static final int LONGEST_URL = 2_048;

  /** Decimal, hex and octal forms of addresses: 2130706433, 0x7f.1, 0177.0.0.1. */
  private static final Pattern LOOKS_LIKE_A_NUMBER =
      Pattern.compile("(?:0[xX][0-9a-fA-F]*|\\d+)(?:\\.(?:0[xX][0-9a-fA-F]*|\\d+))*\\.?");

  private static final Pattern DOTTED =
      Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

  /** IANA special-purpose registries, and what embeds an IPv4 address. */
  private static final List<Block> NOT_PUBLIC =
      Block.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/128",
          "::1/128",
          "64:ff9b::/96",
          "64:ff9b:1::/48",
          "2001::/32",
          "2001:db8::/32",
          "2002::/16",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10",
          "ff00::/8",
          "::/96");

  /** Looks up a name. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private TargetVetting() {}

  /** Addresses with a common beginning. */
  private record Block(byte[] start, int bits) {
    static List<Block> of(String... texts) {
      List<Block> blocks = new ArrayList<>();
      for (String text : texts) {
        int slash = text.indexOf('/');
        try {
          blocks.add(
              new Block(
                  InetAddress.getByName(text.substring(0, slash)).getAddress(),
                  Integer.parseInt(text.substring(slash + 1))));
        } catch (UnknownHostException e) {
          throw new IllegalStateException(text + " is no block of addresses", e);
        }
      }
      return blocks;
    }

    boolean contains(byte[] address) {
      if (address.length != start.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Looks at a URL.
   *
   * @throws IllegalArgumentException a sentence that says what cannot be, without the URL
   */
  static URI vet(String text, boolean httpAllowed, Set<Integer> ports) {
    require(text.length() <= LONGEST_URL, "must be at most 2,048 characters");
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is no URL"); // the cause quotes it
    }
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    require(
        scheme.equals("https") || httpAllowed && scheme.equals("http"),
        httpAllowed ? "must begin with https:// or http://" : "must begin with https://");
    require(url.getRawUserInfo() == null, "must not hold a user or a password");
    require(url.getRawFragment() == null, "must not hold a fragment");
    String host = url.getHost();
    require(host != null && !host.isEmpty(), "names no host");
    require(
        host.startsWith("[")
            || !LOOKS_LIKE_A_NUMBER.matcher(host).matches()
            || DOTTED.matcher(host).matches(),
        "an address must be written as four decimal numbers");
    require(!host.endsWith("."), "the host must not end with a point");
    int port = port(url);
    require(
        ports.contains(port),
        "the port " + port + " is not among those allowed: list it in 'ports'");
    return url;
  }

  private static void require(boolean held, String sentence) {
    if (!held) {
      throw new IllegalArgumentException(sentence);
    }
  }

  static int port(URI url) {
    return url.getPort() >= 0
        ? url.getPort()
        : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  /** The host without brackets, in ASCII. */
  static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : IDN.toASCII(host);
  }

  /**
   * An address of the host that may be connected to. If one of its addresses may not, none may.
   *
   * @throws UnknownHostException the same for a host that is not there and one that is blocked, so
   *     that nobody can look around our network with it
   */
  static InetAddress address(URI url, boolean privateAllowed, Resolver resolver)
      throws UnknownHostException {
    InetAddress[] addresses = resolver.addresses(host(url));
    if (addresses.length == 0) {
      throw new UnknownHostException();
    }
    for (InetAddress address : addresses) {
      if (!privateAllowed && !isPublic(address)) {
        throw new UnknownHostException();
      }
    }
    return addresses[0];
  }

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress(); // an IPv4-mapped one comes as IPv4
    return NOT_PUBLIC.stream().noneMatch(block -> block.contains(bytes));
  }
}
