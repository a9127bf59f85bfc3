# The doors of the project; everything else is in `demo/`, standard library only until the environments exist.
PYTHON ?= python3

.PHONY: demo demo-start demo-stop demo-clean test bench check

demo:        ## install, start a real portal with sample data, stay until Ctrl-C
	@exec $(PYTHON) -m demo run

demo-start:  ## the same in the background
	@$(PYTHON) -m demo start

demo-stop:   ## stop it
	@$(PYTHON) -m demo stop

demo-clean:  ## stop it and remove all it made
	@$(PYTHON) -m demo clean

test:        ## install, start throw-away services, run the whole suite
	@$(PYTHON) -m demo test

bench:       ## print the benchmark tables, write .bench/results.json
	@$(PYTHON) -m demo bench

check:       ## ruff and strict typing
	@$(PYTHON) -m demo check
