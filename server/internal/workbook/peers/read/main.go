// Command read opens a workbook as the server does, without the server's
// limits, and prints what it holds: to be measured as a process.
package main

import (
	"fmt"
	"os"
	"runtime"

	"tongbao/server/internal/workbook"
)

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lim := workbook.DefaultLimits()
	lim.FileSize, lim.PartSize, lim.TotalSize = 1<<30, 1<<30, 1<<30
	lim.Cells, lim.Text, lim.Memory = 10_000_000, 1<<30, 1<<30
	book, err := workbook.Open(os.Args[1], data, lim)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, s := range book.Sheets {
		cells := 0
		for _, r := range s.Rows {
			cells += r.Len()
		}
		fmt.Println(s.Name, len(s.Rows), "rows", cells, "cells")
	}
	runtime.KeepAlive(book)
}
