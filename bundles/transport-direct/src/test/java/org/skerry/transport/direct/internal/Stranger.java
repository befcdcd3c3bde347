// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.skerry.base.crypto.Sha256;
import org.skerry.spi.transport.TransportCertificate;
import org.skerry.testkit.transport.TransportContexts;

/** A client of its own making, on plain blocking sockets, that may do what a peer would not. */
final class Stranger implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;

    private Stranger(Socket socket) {
        this.socket = socket;
    }

    static Stranger plain(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(to, TIMEOUT_MILLIS);
        return new Stranger(socket);
    }

    static Stranger tls(InetSocketAddress to, SSLContext context, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return new Stranger(socket);
    }

    static TransportCertificate certificate() {
        return TransportContexts.ephemeral("stranger").certificate(TransportCertificate.Kind.ED25519);
    }

    static byte[] fingerprint(TransportCertificate certificate) throws GeneralSecurityException {
        return Sha256.of(certificate.certificate().getEncoded());
    }

    static SSLContext context(TransportCertificate certificate) throws GeneralSecurityException {
        return context(new KeyManager[] {new OwnCertificate(certificate)}, new PinnedTrust(null));
    }

    static SSLContext context(KeyManager[] keys, TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {trust}, null);
        return context;
    }

    Stranger write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    byte[] read(int count) throws IOException {
        byte[] bytes = new byte[count];
        new DataInputStream(socket.getInputStream()).readFully(bytes);
        return bytes;
    }

    /** Reads so much, or to the end. @return whether so much came */
    boolean comes(int count) throws IOException {
        try {
            read(count);
            return true;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither picked nor closed after " + TIMEOUT_MILLIS + " ms", e);
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads to the end. @return how many bytes came before it; never comes back from a timeout but by throwing */
    int readToEnd() throws IOException {
        int count = 0;
        try {
            while (socket.getInputStream().read() >= 0) {
                count++;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open after " + TIMEOUT_MILLIS + " ms", e);
        } catch (IOException e) {
            return count; // reset, or an alert: that is an end, too
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
