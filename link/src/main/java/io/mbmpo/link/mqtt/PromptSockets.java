package io.mbmpo.link.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets that send at once (TCP_NODELAY). Paho's own do not: a message that follows another, as an
 * answer follows its acknowledgement, waits in the sender for the receiver's TCP to acknowledge the
 * one before, which that puts off for 40 ms.
 */
public final class PromptSockets {
  private PromptSockets() {}

  /** For {@code tcp}. */
  public static SocketFactory plain() {
    return new Plain();
  }

  /** For {@code ssl}: of this factory, which decides about keys and trust. */
  static SSLSocketFactory over(SSLSocketFactory tls) {
    return new Tls(tls);
  }

  private static Socket prompt(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static final class Plain extends SocketFactory {
    private final SocketFactory sockets = SocketFactory.getDefault();

    @Override
    public Socket createSocket() throws IOException {
      return prompt(sockets.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return prompt(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
        throws IOException {
      return prompt(sockets.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return prompt(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
        throws IOException {
      return prompt(sockets.createSocket(host, port, from, fromPort));
    }
  }

  private static final class Tls extends SSLSocketFactory {
    private final SSLSocketFactory sockets;

    Tls(SSLSocketFactory sockets) {
      this.sockets = sockets;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
      return prompt(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket over, String host, int port, boolean autoClose)
        throws IOException {
      return prompt(sockets.createSocket(over, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return prompt(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
        throws IOException {
      return prompt(sockets.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return prompt(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
        throws IOException {
      return prompt(sockets.createSocket(host, port, from, fromPort));
    }
  }
}
