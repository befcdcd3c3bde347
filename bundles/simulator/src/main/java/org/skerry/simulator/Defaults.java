// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Makes components as Declarative Services would that find no configuration. */
final class Defaults {

    private Defaults() {}

    /** {@return a component of a class whose constructor takes its configuration} */
    static <T> T component(Class<T> type) {
        try {
            for (Constructor<?> constructor : type.getConstructors()) {
                Class<?>[] takes = constructor.getParameterTypes();
                if (takes.length == 1 && takes[0].isAnnotation()) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(configuration(takes[0])));
                }
            }
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
        throw new IllegalArgumentException(type.getName() + " takes no configuration");
    }

    private static Object configuration(Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> method.getDefaultValue());
    }
}
