// SPDX-License-Identifier: Apache-2.0
package com.example.skerry.sharedfolder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.skerry.api.Id256;
import org.skerry.spi.signaling.Acceptance;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.Topic;

/** A node at the folder. A frame is a file; its name says for whom. Anyone may write here: nothing is believed. */
final class SharedFolderChannel implements SignalingChannel {

    static final int MAX_FRAME_BYTES = 16 << 10;
    static final int MAX_FILES = 5_000;

    /** Address, sender, number: short, of one case, in characters that every drive takes. */
    private static final Pattern NAME = Pattern.compile("([ti]-\\w{64})-(\\w{16})-\\w{16}\\.(frame|part)");

    private record Frame(String address, byte[] bytes) {}

    private final SharedFolderSignaling owner;
    private final SignalingListener in;
    private final String sender = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final ArrayBlockingQueue<Frame> outgoing = new ArrayBlockingQueue<>(500);
    private final Future<?> polling;
    private volatile Map<String, Consumer<byte[]>> topics = Map.of();
    private volatile Map<String, Consumer<byte[]>> inboxes = Map.of();
    private volatile boolean closed;

    // The rest belongs to the thread. Files age by the clock of this process: that of the drive may be wrong.
    private ChannelState state = ChannelState.CONNECTING;
    private Map<String, Long> seenNanos; // null before the first look

    SharedFolderChannel(SharedFolderSignaling owner, SignalingListener in) {
        this.owner = owner;
        this.in = in;
        long micros = owner.configuration.poll_ms() * ThreadLocalRandom.current().nextLong(800, 1200); // not in step
        polling = owner.thread.scheduleWithFixedDelay(this::poll, 0, micros, TimeUnit.MICROSECONDS);
    }

    @Override
    public void subscribe(Set<Topic> all) {
        topics = all.stream().collect(Collectors.toMap(it -> address("t", it), it -> frame -> in.announced(it, frame)));
    }

    @Override
    public void listen(Set<Inbox> own) {
        inboxes = own.stream().collect(Collectors.toMap(it -> address("i", it), it -> in::received));
    }

    @Override
    public void announce(Topic topic, byte[] beacon) {
        write(address("t", topic), beacon);
    }

    @Override
    public CompletionStage<Acceptance> send(Inbox to, byte[] frame) {
        return CompletableFuture.completedFuture(write(address("i", to), frame));
    }

    @Override
    public int maxFrameBytes() {
        return MAX_FRAME_BYTES;
    }

    @Override
    public synchronized void close() { // waits for a call of the listener that is under way; there is none after it
        closed = true;
        polling.cancel(false);
    }

    private static String address(String kind, Id256 id) {
        return kind + "-" + HexFormat.of().formatHex(id.bytes());
    }

    private Acceptance write(String address, byte[] frame) {
        boolean open = !closed && !owner.thread.isShutdown();
        if (open && frame.length <= MAX_FRAME_BYTES && outgoing.offer(new Frame(address, frame))) {
            return Acceptance.sent();
        }
        return Acceptance.refused(open ? frame.length + " bytes, with many waiting" : "the channel is closed");
    }

    private void poll() {
        try {
            for (; !outgoing.isEmpty(); outgoing.remove()) {
                writeNow(outgoing.peek()); // if that fails the frame stays, and the next poll tries again
            }
            look();
            report(ChannelState.OPEN, "by files in " + owner.folder);
        } catch (IOException | RuntimeException e) {
            report(ChannelState.DOWN, e.toString());
        }
    }

    /** Under another name first, so that nobody, nor what syncs the drive, sees a part of it under its own. */
    private void writeNow(Frame frame) throws IOException {
        String name = "%s-%s-%016x".formatted(frame.address(), sender, System.nanoTime());
        Path part = Files.write(owner.folder.resolve(name + ".part"), frame.bytes(), StandardOpenOption.CREATE_NEW);
        Files.move(part, owner.folder.resolve(name + ".frame"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void look() throws IOException {
        Map<String, Long> before = seenNanos;
        seenNanos = new HashMap<>();
        int files = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(owner.folder)) {
            for (Path file : all) {
                if (++files > MAX_FILES) {
                    throw new IOException("more than " + MAX_FILES + " files in " + owner.folder);
                }
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) { // what lies there at the first look is for those who were there before
                    Long since = before == null ? Long.valueOf(System.nanoTime()) : before.get(name.group());
                    seenNanos.put(name.group(), since == null ? System.nanoTime() : since);
                    visit(file, name, since == null, System.nanoTime() - seenNanos.get(name.group()));
                }
            }
        }
    }

    private void visit(Path file, Matcher name, boolean fresh, long ageNanos) {
        Consumer<byte[]> receiver = topics.getOrDefault(name.group(1), inboxes.get(name.group(1)));
        boolean wanted = fresh && receiver != null && !name.group(2).equals(sender) && name.group(3).equals("frame");
        try {
            if (wanted && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                    byte[] frame = bytes.readNBytes(MAX_FRAME_BYTES); // more is not ours, and junk
                    tell(() -> receiver.accept(frame));
                }
            } else if (TimeUnit.NANOSECONDS.toMillis(ageNanos) > owner.configuration.keep_ms()) {
                Files.deleteIfExists(file); // whoever wrote it may be gone
            }
        } catch (IOException e) {
            // It is gone, or may not be read or deleted. That is no reason to give up the folder.
        }
    }

    private void report(ChannelState now, String why) {
        if (now != state) {
            state = now;
            tell(() -> in.state(now, why));
        }
    }

    private synchronized void tell(Runnable call) {
        if (!closed) {
            call.run();
        }
    }
}
