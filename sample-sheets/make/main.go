// Command make writes the sample workbooks from the tables under
// sample-sheets/facts. Run it from the repository's root:
//
//	go run ./sample-sheets/make
//
// The same facts give the same bytes.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	root := "sample-sheets"
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := run(root); err != nil {
		fmt.Fprintln(os.Stderr, "样例工作簿未能生成：", err)
		os.Exit(1)
	}
}

func run(root string) error {
	books, err := build(os.DirFS(filepath.Join(root, "facts")))
	if err != nil {
		return err
	}
	for _, b := range books {
		if err := os.WriteFile(filepath.Join(root, b.name), b.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
