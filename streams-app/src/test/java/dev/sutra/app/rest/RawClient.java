package dev.sutra.app.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection whose bytes a test decides about. */
final class RawClient implements AutoCloseable {
  final Socket socket;

  RawClient(RestFixture rest) throws IOException {
    socket = new Socket();
    // Small, so that what a client does not read stays with the server.
    socket.setReceiveBufferSize(16 * 1024);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), rest.server.port()));
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  RawClient get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  RawClient similar(int contentLength, String begin) throws IOException {
    return send(
        "POST /v1/similar HTTP/1.1\r\n"
            + "Host: localhost\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: "
            + contentLength
            + "\r\n\r\n"
            + begin);
  }

  /** The first line of the answer; empty: the connection was closed. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /** What comes until the end of the connection, however that looks. */
  String rest() throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] part = new byte[64 * 1024];
    try {
      InputStream in = socket.getInputStream();
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        all.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException e) {
      // Reset: that is an end too.
    }
    return all.toString();
  }

  /** Breaks the connection without a word. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
