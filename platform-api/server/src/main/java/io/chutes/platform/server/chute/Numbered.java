package io.chutes.platform.server.chute;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Rows that are numbered for each chute.
 *
 * @param number the column of their numbers
 */
record Numbered<T>(String table, String number, RowMapper<T> reader) {
    /** Those with lower numbers, newest first. */
    List<T> before(Handle handle, long chuteId, long before, int limit) {
        return handle.createQuery("""
                        select * from %1$s where chute_id = :chute and %2$s < :before order by %2$s desc limit :limit
                        """.formatted(table, number))
                .bind("chute", chuteId)
                .bind("before", before)
                .bind("limit", limit)
                .map(reader)
                .list();
    }
}
