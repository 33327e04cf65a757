// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Partitions that a test hands out, and notes that outlive whoever wrote them. */
public final class HandShift implements Shift {
    private final Set<Integer> held = ConcurrentHashMap.newKeySet();
    private final Map<Integer, String> notes;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public HandShift(Map<Integer, String> notes, int... partitions) {
        this.notes = notes;
        for (int partition : partitions) {
            held.add(partition);
        }
    }

    public static HandShift of(int... partitions) {
        return new HandShift(new ConcurrentHashMap<>(), partitions);
    }

    public void give(int partition) {
        held.add(partition);
        listeners.forEach(Runnable::run);
    }

    public void take(int partition) {
        held.remove(partition);
        listeners.forEach(Runnable::run);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public Set<Integer> held() {
        return Set.copyOf(held);
    }

    @Override
    public <T> Optional<T> keeping(int partition, Work<T> work) throws InterruptedException {
        return held.contains(partition) ? Optional.of(work.run()) : Optional.empty();
    }

    @Override
    public Optional<String> note(int partition) {
        return Optional.ofNullable(notes.get(partition));
    }

    @Override
    public void leaveNote(int partition, String note) {
        notes.put(partition, note);
    }
}
