// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Tells whether classes can go after they were used, as those of a bundle that was updated must. Loads them once more, in a
 * class loader of their own, uses them, and sees whether that loader is collected.
 */
public final class ClassLoaderLeaks {

    private ClassLoaderLeaks() {}

    /**
     * Fails if the classes stay.
     *
     * @param atMost how long the collector may take to find them
     * @param message says what is broken
     * @param type has a constructor without parameters, and is in one of the packages
     * @param packages names of the packages whose classes are loaded afresh; all other classes are those of {@code type}'s loader
     * @param use what is done with a new object of the fresh {@code type}; must keep nothing of it
     * @throws Exception if the classes cannot be loaded
     */
    public static void assertNone(
            Duration atMost, String message, Class<?> type, Set<String> packages, ThrowingConsumer<Object> use)
            throws Exception {
        WeakReference<ClassLoader> loader = used(type, packages, use);
        Awaitility.await()
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    System.gc();
                    Assertions.assertThat(loader.get()).as(message).isNull();
                });
    }

    /** In a method of its own, so that no variable of a frame that is still there refers to the loader. */
    private static WeakReference<ClassLoader> used(Class<?> type, Set<String> packages, ThrowingConsumer<Object> use)
            throws Exception {
        ClassLoader loader = new FreshLoader(type.getClassLoader(), packages);
        Constructor<?> constructor = loader.loadClass(type.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        try {
            use.accept(constructor.newInstance());
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return new WeakReference<>(loader);
    }

    /** Defines the classes of some packages itself, and leaves all others to its parent. */
    private static final class FreshLoader extends ClassLoader {

        private final Set<String> packages;

        FreshLoader(ClassLoader parent, Set<String> packages) {
            super(parent);
            this.packages = packages;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!packages.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
