package io.github.sluice.streamload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsHeaderTest {
    @Test
    void columnsAreCountedAsStarRocksReadsThem() {
        assertThat(ColumnsHeader.sourceColumns(
                        "id, `a,b` ,tmp,j=parse_json(tmp),b = to_binary(t2, 'encode64') , t2,编号"))
                .containsExactly("id", "`a,b`", "tmp", "t2", "编号");
    }
}
