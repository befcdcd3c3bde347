// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Gives Ctrl-C and SIGTERM the exit codes that the command line promises. The JDK has no public way to tell the two apart;
 * where its unofficial one is missing, the process ends with 128 + the number of the signal, as it would by itself.
 */
final class Signals {

    private static volatile boolean ending;
    private static volatile String farewell = "";

    private Signals() {}

    /** Whether a signal is ending the process: what fails now fails because of that, and is not worth a word. */
    static boolean ending() {
        return ending;
    }

    /** What holds when a signal ends the process from now on, one line for people; empty if there is nothing to say. */
    static void farewell(String line) {
        farewell = line;
    }

    /** Tells on stderr what was said to hold after the end, once. */
    static synchronized void sayFarewell() {
        String line = farewell;
        farewell = "";
        if (!line.isEmpty()) {
            // The terminal has shown ^C, perhaps after a line of progress.
            Output.messages().println((Terminal.isTerminal(Terminal.STDERR) ? "\n" : "") + line);
        }
    }

    /**
     * Ends the process on SIGINT with 130, on SIGTERM with another code; shutdown hooks run.
     *
     * @param onTerminate exit code of SIGTERM
     */
    static void handle(int onTerminate) {
        install("INT", Exit.INTERRUPTED);
        install("TERM", onTerminate);
    }

    private static void install(String name, int code) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler end = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    ending = true;
                    sayFarewell();
                    // Not on the signal thread, which later signals need.
                    new Thread(() -> System.exit(code), "skerry-exit").start();
                }
                return method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, end);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Then the JVM's own codes apply: 130 and 143.
            return;
        }
    }
}
