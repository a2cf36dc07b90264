package dev.tidemark.domain.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.schema.TableName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableRuleTest {

    @ParameterizedTest
    @CsvSource({"orders,orders,true", "orders,Orders,false", "orders,order,false", "orders,orders2,false",
            "*,orders,true",
            "order*,orders,true", "*s,orders,true", "o*r*s,orders,true", "o*x*s,orders,false", "order?,orders,true",
            "order?,order,false", "?rders,orders,true", "**,a,true", "a*b*c,abbcbc,true",
            "*a*a*a*b,aaaaaaaaaaaaaaaaaaaa,false",
            "a.c,abc,false", "größ?,größe,true", "[o]rders,orders,false", "%,orders,false", "'* *',a b,true"})
    void aPatternNamesTables(String pattern, String table, boolean named) {
        assertEquals(named, TableRule.of(pattern).names(new TableName(table)));
    }
}
