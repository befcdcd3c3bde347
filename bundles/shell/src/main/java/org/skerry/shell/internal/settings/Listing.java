// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.skerry.shell.internal.check.Definition;
import org.skerry.shell.internal.check.Schema;
import org.skerry.shell.internal.command.SettingException;
import org.skerry.shell.internal.command.Settings.Setting;
import org.skerry.shell.internal.settings.Users.User;

/** What there is to set, and what is set. Reads files; for a worker. */
record Listing(Path etc, Map<String, Schema> schemas, Configurations configurations, Users users) {

    private static final String SECRET = "(not shown)";

    /** Those of the framework are told when they are asked for: there are many, and hardly anyone sets them. */
    private static final String FRAMEWORK = "org.apache.felix.";

    /** {@return the keys of a PID, or of all but the framework's own} */
    List<Setting> of(Optional<String> name) throws IOException, SettingException {
        List<Setting> out = new ArrayList<>();
        if (name.isEmpty()) {
            for (String type : new TreeSet<>(schemas.keySet())) {
                if (!type.startsWith(FRAMEWORK)) {
                    add(new Pid(type, Optional.empty()), out);
                }
            }
        } else {
            add(Pid.parse(name.get()), out);
        }
        return out;
    }

    /** A factory stands for all its instances, and for none if it has none. */
    private void add(Pid pid, List<Setting> out) throws IOException, SettingException {
        Schema schema = Target.known(pid, schemas);
        List<Pid> all =
                schema.factory() && pid.instance().isEmpty() ? configurations.instances(pid.type()) : List.of(pid);
        for (Pid each : all.isEmpty() ? List.of(pid) : all) {
            Known known = known(each);
            new TreeMap<>(schema.keys()).forEach((key, described) -> out.add(setting(known, key, described)));
        }
    }

    /** What is known of a PID: what is in its file, if that can be read, what it is configured with, and by whom it is used. */
    private record Known(Pid pid, Optional<CfgText> text, Map<String, Object> configured, List<User> users) {}

    private Known known(Pid pid) throws IOException, SettingException {
        Optional<CfgText> text;
        try {
            text = new CfgFile(etc.resolve(pid.file())).find();
        } catch (SettingException e) {
            text = Optional.empty();
        }
        return new Known(pid, text, configurations.find(pid).orElse(Map.of()), users.of(pid));
    }

    private static Setting setting(Known known, String key, Schema.Key described) {
        boolean inFile = known.text().map(it -> it.has(key)).orElse(false);
        boolean set = known.configured().containsKey(key);
        String where = inFile ? "etc/" + known.pid().file() : set ? "Configuration Admin" : "";
        Definition definition = described.definition();
        return new Setting(
                known.pid().toString(),
                key,
                value(known, key, described),
                shown(definition, described.fallback()),
                definition.typeName(),
                definition.allowed(),
                where,
                described.meaning(),
                described.atStart());
    }

    /** {@return the value in force, as the component was given it} */
    String value(Target target) throws IOException, SettingException {
        return value(known(target.pid()), target.key(), target.described());
    }

    private static String value(Known known, String key, Schema.Key described) {
        return known.users().stream()
                .map(User::values)
                .filter(it -> it.containsKey(key))
                .findFirst()
                .or(() -> Optional.of(known.configured()))
                .flatMap(it -> Optional.ofNullable(it.get(key)))
                .map(it -> shown(described.definition(), text(it)))
                .orElse(shown(described.definition(), described.fallback()));
    }

    static String shown(Definition definition, String value) {
        return definition.secret() && !value.isEmpty() ? SECRET : value;
    }

    private static String text(Object value) {
        if (value instanceof Iterable<?> all) {
            List<String> parts = new ArrayList<>();
            all.forEach(it -> parts.add(String.valueOf(it)));
            return String.join(", ", parts);
        }
        if (value.getClass().isArray()) {
            return String.join(
                    ", ",
                    IntStream.range(0, Array.getLength(value))
                            .mapToObj(i -> String.valueOf(Array.get(value, i)))
                            .toList());
        }
        return String.valueOf(value);
    }
}
