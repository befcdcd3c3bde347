// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.Inbox;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.Topic;

/** Nodes whose Skerry comes from different class loaders, as in two frameworks. */
class ClassLoaderTest {

    private static final String GROUP = "loader-test";

    /** A node that lives in the class loader of this class and shows types of the JDK only. */
    public static final class Guest implements AutoCloseable, SignalingListener, SignalingContext {

        private final BroadcastSignalingProvider provider =
                new BroadcastSignalingProvider(new BroadcastLimits(GROUP, 512, 10));
        private final Consumer<byte[]> frames;
        private final SignalingChannel channel;

        public Guest(Consumer<byte[]> frames) {
            this.frames = frames;
            channel = provider.open(this, this);
        }

        public void listen(byte[] inbox) {
            channel.listen(Set.of(Inbox.of(inbox)));
        }

        public void send(byte[] inbox, byte[] frame) {
            assertThat(channel.send(Inbox.of(inbox), frame)
                            .toCompletableFuture()
                            .join()
                            .isSent())
                    .isTrue();
        }

        @Override
        public String label() {
            return "guest";
        }

        @Override
        public java.util.concurrent.Executor executor() {
            return Runnable::run;
        }

        @Override
        public void announced(Topic topic, byte[] beacon) {}

        @Override
        public void received(byte[] frame) {
            frames.accept(frame);
        }

        @Override
        public void state(ChannelState state, String why) {}

        @Override
        public void close() {
            provider.stop();
        }
    }

    @Test
    void nodesOfTwoClassLoadersMeetAndNothingPinsTheOneThatLeft() throws Exception {
        List<byte[]> heard = new CopyOnWriteArrayList<>();
        try (Guest here = new Guest(heard::add)) {
            byte[] inbox = new byte[32];
            here.listen(inbox);
            WeakReference<ClassLoader> there = meetFromAnotherLoader(here, inbox);
            assertThat(heard).containsExactly(new byte[] {1, 2, 3});
            await("the class loader of the node that left is collected")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        System.gc();
                        return there.refersTo(null);
                    });
        }
    }

    private static WeakReference<ClassLoader> meetFromAnotherLoader(Guest here, byte[] inbox) throws Exception {
        List<byte[]> heardThere = new CopyOnWriteArrayList<>();
        try (URLClassLoader loader = new Alone(classPath())) {
            Class<?> guest = loader.loadClass(Guest.class.getName());
            assertThat(guest).isNotSameAs(Guest.class);
            Consumer<byte[]> sink = heardThere::add;
            AutoCloseable there =
                    (AutoCloseable) guest.getConstructor(Consumer.class).newInstance(sink);
            byte[] other = new byte[32];
            other[0] = 9;
            Method listen = guest.getMethod("listen", byte[].class);
            listen.invoke(there, (Object) other);
            guest.getMethod("send", byte[].class, byte[].class).invoke(there, inbox, new byte[] {1, 2, 3});
            here.send(other, new byte[] {4});
            assertThat(heardThere).containsExactly(new byte[] {4});
            there.close();
            return new WeakReference<>(loader);
        }
    }

    private static URL[] classPath() throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : Arrays.asList(path.split(File.pathSeparator))) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Loads Skerry itself, and the rest from above. */
    private static final class Alone extends URLClassLoader {

        Alone(URL[] urls) {
            super(urls, ClassLoaderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.skerry.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
