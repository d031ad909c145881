// Package pgtest gives tests a PostgreSQL database of their own, on the server
// that the variable TEST_DATABASE_URL names. Where it names none, there is none:
// go test needs nothing but Go and a C compiler. Continuous integration sets it.
package pgtest

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// server is the address of the server for tests, "" for none.
func server() string { return os.Getenv("TEST_DATABASE_URL") }

// Offered reports whether there is a server for tests.
func Offered() bool { return server() != "" }

// Fresh is the address of an empty ledger's place on the server for tests: a
// schema of its own, which is dropped at the test's end. A server that does not
// answer fails the test.
func Fresh(t testing.TB) string {
	t.Helper()
	db, err := sql.Open("pgx", server())
	if err != nil {
		t.Fatal(err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := db.ExecContext(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	t.Cleanup(func() {
		// The test's own context has ended.
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Errorf("drop schema: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(server())
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}
