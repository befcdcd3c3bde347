// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.security.SecureRandom;
import java.util.Arrays;

/** Sends a datagram to a group on loopback with TTL 0, so that it stays on this machine, and waits for it. */
final class MulticastProbe {

    private static final int PATIENCE_MILLIS = 1000;
    private static final int BYTES = 32;

    private MulticastProbe() {}

    static boolean hearsItself(InetAddress group, int port) throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        if (loopback == null) {
            throw new IOException("there is no loopback interface");
        }
        try (MulticastSocket socket = new MulticastSocket(null)) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0);
            socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            socket.setNetworkInterface(loopback);
            InetSocketAddress target = new InetSocketAddress(group, port);
            socket.joinGroup(target, loopback);
            byte[] word = new byte[BYTES];
            new SecureRandom().nextBytes(word);
            socket.send(new DatagramPacket(word, word.length, target));
            return hears(socket, word);
        }
    }

    private static boolean hears(MulticastSocket socket, byte[] word) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        byte[] buffer = new byte[2048];
        for (long left = PATIENCE_MILLIS; left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            socket.setSoTimeout((int) left);
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return false;
            }
            // A node on this machine may use the group at the same time.
            if (Arrays.equals(word, Arrays.copyOf(buffer, packet.getLength()))) {
                return true;
            }
        }
        return false;
    }
}
