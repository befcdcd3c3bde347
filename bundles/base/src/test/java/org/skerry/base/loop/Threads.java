// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

import java.util.List;

/** Looks for threads that a test may have left behind. */
final class Threads {

    private Threads() {}

    static List<String> alive(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
