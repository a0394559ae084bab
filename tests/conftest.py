pytest_plugins = ["tests.support.browser", "tests.support.real_data", "tests.support.tickets", "tests.support.asking"]
